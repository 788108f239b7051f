package dev.pollmode.mlx5.model;

import dev.pollmode.sys.Mem;

/// One's-complement sums over memory, as IP, TCP and UDP use them (RFC 1071).
final class InternetChecksum {
    private InternetChecksum() {
    }

    /// {@return the sum of the big-endian 16-bit words of a range and of `start`, not folded}
    static long sum(final long address, final int length, final long start) {
        // Sums of halves in two lanes: a carry of 32 bits comes at the earliest after gigabytes.
        long high = 0;
        long low = start;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            final long word = Mem.getLongBe(address + i);
            high += word >>> 32;
            low += word & 0xffffffffL;
        }
        long sum = high + low;
        if (i + 4 <= length) {
            sum += Mem.getIntBe(address + i) & 0xffffffffL;
            i += 4;
        }
        if (i + 2 <= length) {
            sum += Mem.getShortBe(address + i) & 0xffff;
            i += 2;
        }
        if (i < length) {
            sum += (Mem.getByte(address + i) & 0xff) << 8;
        }
        return sum;
    }

    /// {@return a sum in 16 bits}
    static int fold(final long sum) {
        long folded = (sum >>> 32) + (sum & 0xffffffffL);
        folded = (folded >>> 16) + (folded & 0xffff);
        folded = (folded >>> 16) + (folded & 0xffff);
        folded = (folded >>> 16) + (folded & 0xffff);
        return (int) folded;
    }

    /// {@return the sum of the pseudo header of TCP or UDP, not folded}
    static long pseudoHeader(final PacketHeaders packet, final int protocol, final int l4Length) {
        final long l3 = packet.frame() + packet.l3Offset;
        final long addresses = packet.ipVersion == 4 ? sum(l3 + 12, 8, 0) : sum(l3 + 8, 32, 0);
        return addresses + protocol + l4Length;
    }
}
