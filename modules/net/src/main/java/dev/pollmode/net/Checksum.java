package dev.pollmode.net;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.sys.Mem;
import java.nio.ByteOrder;

/// The Internet checksum (RFC 1071): the complement of the one's complement sum of 16-bit words.
///
/// A *sum* here is such a sum folded to 16 bits, not complemented; sums of parts are put together by [#add(int, int)]. The *checksum*
/// that goes into a header is [#complement(int)] of a sum. Over data that hold their own checksum, the sum of what is right is [#RIGHT].
/// Nothing is allocated.
public final class Checksum {
    /// The sum over data that hold their right checksum.
    public static final int RIGHT = 0xffff;

    private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    private static final long LOW = 0xffff_ffffL;

    private Checksum() {
    }

    /// {@return the sum of memory, as if it began at an even place; an odd last byte is followed by a zero}
    ///
    /// @param address where it begins; readable for `length` bytes, which the caller answers for
    /// @param length bytes, at most 2^30
    public static int sum(final long address, final int length) {
        // The sum is the same in any byte order, but for the order of its own bytes (RFC 1071, section 2 B).
        long even = 0;
        long odd = 0;
        long at = address;
        final long end = address + length;
        for (final long last = end - 32; at <= last; at += 32) {
            final long a = Mem.getLong(at);
            final long b = Mem.getLong(at + 8);
            final long c = Mem.getLong(at + 16);
            final long d = Mem.getLong(at + 24);
            even += (a & LOW) + (b & LOW) + (c & LOW) + (d & LOW);
            odd += (a >>> 32) + (b >>> 32) + (c >>> 32) + (d >>> 32);
        }
        for (final long last = end - 8; at <= last; at += 8) {
            final long a = Mem.getLong(at);
            even += a & LOW;
            odd += a >>> 32;
        }
        final int folded = fold(even + odd + tail(at, (int) (end - at)));
        return LITTLE ? (folded >> 8 | folded << 8) & 0xffff : folded;
    }

    /// The sum of the last 0 to 7 bytes in the byte order of the machine.
    private static long tail(final long address, final int length) {
        long at = address;
        long sum = 0;
        if ((length & 4) != 0) {
            sum += Mem.getInt(at) & LOW;
            at += 4;
        }
        if ((length & 2) != 0) {
            sum += Mem.getShort(at) & 0xffff;
            at += 2;
        }
        if ((length & 1) != 0) {
            final int last = Mem.getByte(at) & 0xff;
            sum += LITTLE ? last : last << 8;
        }
        return sum;
    }

    private static int fold(final long sum) {
        long folded = (sum >>> 32) + (sum & LOW);
        folded = (folded >>> 16) + (folded & 0xffff);
        folded = (folded >>> 16) + (folded & 0xffff);
        return (int) ((folded >>> 16) + (folded & 0xffff));
    }

    /// {@return the sum of two sums}
    ///
    /// @param a a sum, 16 bits
    /// @param b another
    public static int add(final int a, final int b) {
        final int sum = a + b;
        return (sum >>> 16) + (sum & 0xffff);
    }

    /// {@return the checksum that belongs to a sum}
    ///
    /// @param sum 16 bits
    public static int complement(final int sum) {
        return ~sum & 0xffff;
    }

    /// {@return the sum of bytes of a packet, across its segments}
    ///
    /// @param packet the packet
    /// @param offset where they begin, taken as an even place
    /// @param length how many; beyond the end of the packet there is nothing to add
    public static int sum(final Mbuf packet, final int offset, final int length) {
        if (length <= 0) {
            return 0;
        }
        if (offset + length <= packet.dataLength()) {
            return sum(packet.dataAddress() + offset, length);
        }
        int skip = offset;
        int done = 0;
        int sum = 0;
        for (Mbuf segment = packet; segment != null && done < length; segment = segment.next()) {
            final int part = Math.min(segment.dataLength() - skip, length - done);
            if (part > 0) {
                final int partial = sum(segment.dataAddress() + skip, part);
                sum = add(sum, (done & 1) == 0 ? partial : (partial >> 8 | partial << 8) & 0xffff);
                done += part;
            }
            skip = Math.max(0, skip - segment.dataLength());
        }
        return sum;
    }

    /// {@return the sum of the pseudo header of TCP and UDP over IPv4 (RFC 9293, section 3.1)}
    ///
    /// @param source address of the sender
    /// @param destination address of the receiver
    /// @param protocol number of the protocol
    /// @param length header and data of layer 4 in bytes
    public static int ipv4PseudoHeader(final int source, final int destination, final int protocol, final int length) {
        return fold((source & LOW) + (destination & LOW) + protocol + length);
    }

    /// {@return the sum of the pseudo header of TCP, UDP and ICMP over IPv6 (RFC 8200, section 8.1)}
    ///
    /// @param addresses sum of both addresses
    /// @param protocol number of the protocol
    /// @param length header and data of layer 4 in bytes
    public static int ipv6PseudoHeader(final int addresses, final int protocol, final int length) {
        return fold(addresses + (long) protocol + length);
    }

    /// {@return the sum of the pseudo header of a packet, with the addresses in its IP header}
    ///
    /// @param packet the packet
    /// @param l3Offset where its IP header begins, wholly there
    /// @param ipv4 whether that is IPv4
    /// @param protocol number of the protocol
    /// @param length header and data of layer 4 in bytes
    public static int pseudoHeader(final Mbuf packet, final int l3Offset, final boolean ipv4, final int protocol, final int length) {
        // Addresses lie side by side in both headers, so they are one stretch of words.
        final int addresses = ipv4 ? sum(packet, l3Offset + Ipv4Header.SOURCE, 8) : sum(packet, l3Offset + Ipv6Header.SOURCE, 32);
        return ipv6PseudoHeader(addresses, protocol, length);
    }

    /// {@return the checksum of a packet's IPv4 header, taking the field itself as zero}
    ///
    /// @param packet the packet
    /// @param at where the header begins
    /// @param length of the header in bytes
    public static int ofIpv4Header(final Mbuf packet, final int at, final int length) {
        return complement(subtract(sum(packet, at, length), PacketBytes.getShort(packet, at + Ipv4Header.CHECKSUM)));
    }

    /// {@return the checksum of TCP or UDP in a packet, taking the field itself as zero; of UDP never 0}
    ///
    /// @param packet the packet
    /// @param headers where its headers are, with [Headers#isTcp()] or [Headers#isUdp()], and that [fit][Headers#fits(int)]
    public static int ofLayer4(final Mbuf packet, final Headers headers) {
        final int field = headers.l4Offset() + checksumField(headers.protocol());
        final int sum = complement(subtract(layer4Sum(packet, headers), PacketBytes.getShort(packet, field)));
        return sum == 0 && headers.protocol() == Ipv4Header.UDP ? 0xffff : sum;
    }

    /// {@return whether the checksum of TCP or UDP in a packet is right; that of UDP may be 0, which this takes for wrong}
    ///
    /// @param packet the packet
    /// @param headers where its headers are, with [Headers#isTcp()] or [Headers#isUdp()], and that [fit][Headers#fits(int)]
    public static boolean isLayer4Right(final Mbuf packet, final Headers headers) {
        return layer4Sum(packet, headers) == RIGHT;
    }

    private static int layer4Sum(final Mbuf packet, final Headers headers) {
        final int length = headers.l4DatagramLength();
        return add(pseudoHeader(packet, headers.l3Offset(), headers.isIpv4(), headers.protocol(), length),
            sum(packet, headers.l4Offset(), length));
    }

    static int checksumField(final int protocol) {
        return protocol == Ipv4Header.TCP ? TcpHeader.CHECKSUM : UdpHeader.CHECKSUM;
    }

    /// Takes a part out of a sum.
    private static int subtract(final int sum, final int part) {
        return add(sum, complement(part));
    }

    /// {@return the checksum after two bytes have changed (RFC 1624, equation 3)}
    ///
    /// @param checksum the checksum that stood in the header
    /// @param before what two bytes at an even place were
    /// @param after what they are now
    public static int update(final int checksum, final int before, final int after) {
        return complement(add(add(complement(checksum), complement(before & 0xffff)), after & 0xffff));
    }

    /// {@return the checksum after four bytes have changed, an address for instance}
    ///
    /// @param checksum the checksum that stood in the header
    /// @param before what four bytes at an even place were
    /// @param after what they are now
    public static int update32(final int checksum, final int before, final int after) {
        return update(update(checksum, before >>> 16, after >>> 16), before, after);
    }
}
