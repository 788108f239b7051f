package dev.pollmode.net;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mbuf.TxLengths;

/// Does in software what a packet asks of the port that sends it: the checksums of IPv4, TCP and UDP.
///
/// What is asked stands in [Mbuf#offloads()], where the headers are in [Mbuf#txLengths()]; both come from the
/// application and are compared with the packet first. Headers may lie in any segment. The bytes are changed in place: who
/// sends a packet whose bytes others share ([Mbuf#isWritable()]) copies them before. The offload bits stay, doing it twice does no
/// harm. Nothing is allocated; safe for use by several threads.
public final class TxChecksum {
    private static final long ANY = Offload.TX_IP_CKSUM | Offload.TX_L4_MASK | Offload.TX_TCP_SEG | Offload.TX_UDP_SEG;

    private TxChecksum() {
    }

    /// Writes the checksums that a packet asks for.
    ///
    /// Pseudo headers are computed here, whatever stood in the field. A packet to be segmented ([Gso]) is treated as one segment.
    ///
    /// @param packet the packet
    /// @return false when the lengths do not fit the packet, or it asks for what this class cannot do (SCTP, outer headers)
    public static boolean complete(final Mbuf packet) {
        final long asked = packet.offloads();
        if ((asked & Offload.TX_OUTER_IP_CKSUM) != 0) {
            return false;
        }
        return (asked & ANY) == 0 || completeIp(packet, asked) && completeLayer4(packet, asked);
    }

    private static boolean completeIp(final Mbuf packet, final long asked) {
        if ((asked & Offload.TX_IP_CKSUM) == 0) {
            return true;
        }
        final int at = TxLengths.l2Length(packet.txLengths());
        final int length = TxLengths.l3Length(packet.txLengths());
        if (!isIpv4(packet, at, length)) {
            return false;
        }
        PacketBytes.putShort(packet, at + Ipv4Header.CHECKSUM, Checksum.ofIpv4Header(packet, at, length));
        return true;
    }

    private static boolean completeLayer4(final Mbuf packet, final long asked) {
        final int protocol = protocol(asked);
        if (protocol <= 0) {
            return protocol == 0;
        }
        final int pseudoHeader = pseudoHeader(packet, protocol, true);
        if (pseudoHeader < 0) {
            return false;
        }
        final int at = l4Offset(packet);
        final int field = at + Checksum.checksumField(protocol);
        PacketBytes.putShort(packet, field, 0);
        final int sum = Checksum.complement(Checksum.add(pseudoHeader, Checksum.sum(packet, at, l4Length(packet))));
        PacketBytes.putShort(packet, field, sum == 0 && protocol == Ipv4Header.UDP ? 0xffff : sum);
        return true;
    }

    /// Writes the sum of the pseudo header into the checksum field of TCP or UDP: what a device expects that adds the rest.
    ///
    /// @param packet the packet, which asks for a checksum of layer 4
    /// @param lengthIncluded whether the length of layer 4 belongs to the sum: virtio and the kernel want it always, most network
    ///     cards not for packets they segment
    /// @return false when nothing was asked for, or the lengths do not fit the packet
    public static boolean fillPseudoHeader(final Mbuf packet, final boolean lengthIncluded) {
        final int protocol = protocol(packet.offloads());
        final int sum = protocol > 0 ? pseudoHeader(packet, protocol, lengthIncluded) : -1;
        if (sum < 0) {
            return false;
        }
        PacketBytes.putShort(packet, l4Offset(packet) + Checksum.checksumField(protocol), sum);
        return true;
    }

    /// Writes the sum of the pseudo header into the checksum field of TCP or UDP, by headers that were parsed.
    ///
    /// @param packet the packet
    /// @param headers where its headers are
    /// @return false when it is neither, or the headers do not fit the packet
    public static boolean fillPseudoHeader(final Mbuf packet, final Headers headers) {
        if (!headers.isTcp() && !headers.isUdp() || !headers.fits(packet.packetLength())) {
            return false;
        }
        final int sum = Checksum.pseudoHeader(packet, headers.l3Offset(), headers.isIpv4(), headers.protocol(), headers.l4DatagramLength());
        PacketBytes.putShort(packet, headers.l4Offset() + Checksum.checksumField(headers.protocol()), sum);
        return true;
    }

    /// {@return the number of the protocol whose checksum is asked for, 0 when none is, -1 for one that cannot be had}
    private static int protocol(final long asked) {
        final long l4 = asked & Offload.TX_L4_MASK;
        if (l4 == Offload.TX_TCP_CKSUM || (asked & Offload.TX_TCP_SEG) != 0) {
            return Ipv4Header.TCP;
        }
        if (l4 == Offload.TX_UDP_CKSUM || (asked & Offload.TX_UDP_SEG) != 0) {
            return Ipv4Header.UDP;
        }
        return l4 == 0 ? 0 : -1;
    }

    /// {@return the sum of the pseudo header, -1 when headers and lengths don't fit the packet}
    private static int pseudoHeader(final Mbuf packet, final int protocol, final boolean lengthIncluded) {
        final int l3 = TxLengths.l2Length(packet.txLengths());
        final int l3Length = TxLengths.l3Length(packet.txLengths());
        final boolean ipv4 = isIpv4(packet, l3, l3Length);
        if (!ipv4 && !isIpv6(packet, l3, l3Length)) {
            return -1;
        }
        final int length = l4Length(packet);
        if (length < (protocol == Ipv4Header.TCP ? TcpHeader.LENGTH : UdpHeader.LENGTH)) {
            return -1;
        }
        return Checksum.pseudoHeader(packet, l3, ipv4, protocol, lengthIncluded ? length : 0);
    }

    private static int l4Offset(final Mbuf packet) {
        return TxLengths.l2Length(packet.txLengths()) + TxLengths.l3Length(packet.txLengths());
    }

    /// {@return length of header and data of layer 4: what the IP header claims, or all there is where that cannot be told in it}
    private static int l4Length(final Mbuf packet) {
        final int l3 = TxLengths.l2Length(packet.txLengths());
        final int present = packet.packetLength() - l4Offset(packet);
        final boolean ipv4 = PacketBytes.getByte(packet, l3) >> 4 == 4;
        final int told = PacketBytes.getShort(packet, l3 + (ipv4 ? Ipv4Header.TOTAL_LENGTH : Ipv6Header.PAYLOAD_LENGTH));
        if (told == 0) {
            return present;
        }
        final int claimed = told + (ipv4 ? 0 : Ipv6Header.LENGTH) - TxLengths.l3Length(packet.txLengths());
        return claimed > present ? -1 : claimed;
    }

    static boolean isIpv4(final Mbuf packet, final int at, final int length) {
        return length >= Ipv4Header.LENGTH && at + length <= packet.packetLength()
            && PacketBytes.getByte(packet, at) == (0x40 | length >> 2) && (length & 3) == 0;
    }

    static boolean isIpv6(final Mbuf packet, final int at, final int length) {
        return length >= Ipv6Header.LENGTH && at + length <= packet.packetLength() && PacketBytes.getByte(packet, at) >> 4 == 6;
    }
}
