package dev.pollmode.net;

/// Checksums word by word, as RFC 1071 has them in prose: slow and plain.
final class Reference {
    private Reference() {
    }

    /// The sum of 16-bit words in network order.
    static int sum(final byte[] bytes, final int from, final int to) {
        int sum = 0;
        for (int i = from; i < to; i += 2) {
            sum += (bytes[i] & 0xff) << 8 | (i + 1 < to ? bytes[i + 1] & 0xff : 0);
            if (sum > 0xffff) {
                sum -= 0xffff;
            }
        }
        return sum;
    }

    /// The checksum that belongs to TCP or UDP in a packet without IPv6 extensions; the field is taken as zero.
    static int layer4(final byte[] packet, final int l3) {
        final boolean ipv4 = packet[l3] >> 4 == 4;
        final int l4 = l3 + (ipv4 ? (packet[l3] & 0xf) * 4 : 40);
        final int protocol = packet[l3 + (ipv4 ? 9 : 6)];
        final int end = ipv4 ? l3 + word(packet, l3 + 2) : l3 + 40 + word(packet, l3 + 4);
        final byte[] copy = packet.clone();
        final int field = l4 + (protocol == 6 ? 16 : 6);
        copy[field] = 0;
        copy[field + 1] = 0;
        final int pseudo = ipv4 ? sum(copy, l3 + 12, l3 + 20) : sum(copy, l3 + 8, l3 + 40);
        int sum = pseudo + protocol + (end - l4) + sum(copy, l4, end);
        while (sum > 0xffff) {
            sum -= 0xffff;
        }
        final int checksum = 0xffff - sum;
        return checksum == 0 && protocol == 17 ? 0xffff : checksum;
    }

    static int word(final byte[] bytes, final int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }
}
