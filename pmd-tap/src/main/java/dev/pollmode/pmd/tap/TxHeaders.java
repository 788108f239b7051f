package dev.pollmode.pmd.tap;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mbuf.TxLengths;
import dev.pollmode.net.Checksum;
import dev.pollmode.net.Ipv4Header;
import dev.pollmode.sys.Mem;

/// Makes the headers of a packet that asks for offloads ready for the kernel, which computes the checksums of TCP and UDP and cuts
/// segments, but neither the checksum of IPv4 nor the pseudo header.
///
/// What a packet asks for and where its headers are comes from the application, and is compared with the bytes first.
final class TxHeaders {
    // Fields of IPv4 (RFC 791), IPv6 (RFC 8200), TCP (RFC 9293) and UDP (RFC 768).
    private static final int IPV4_TOTAL_LENGTH = 2;
    private static final int IPV4_CHECKSUM = 10;
    private static final int IPV4_ADDRESSES = 12;
    private static final int IPV4_ADDRESSES_LENGTH = 8;
    private static final int IPV4_LENGTH = 20;
    private static final int IPV6_PAYLOAD_LENGTH = 4;
    private static final int IPV6_ADDRESSES = 8;
    private static final int IPV6_ADDRESSES_LENGTH = 32;
    private static final int IPV6_LENGTH = 40;
    private static final int TCP_LENGTH = 20;
    private static final int TCP_DATA_OFFSET = 12;
    private static final int TCP_CHECKSUM = 16;
    private static final int UDP_LENGTH = 8;
    private static final int UDP_CHECKSUM = 6;
    private static final long REFUSED = Offload.TX_VLAN | Offload.TX_UDP_SEG | Offload.TX_OUTER_IP_CKSUM;

    private TxHeaders() {
    }

    /// Writes IPv4 checksum and pseudo header as far as a packet asks for what needs them. Padding behind the IP packet is cut off where
    /// a checksum is asked for: the kernel would count it in.
    ///
    /// @param packet the packet
    /// @param frame its beginning in one piece, which may be written
    /// @param length how long that piece is
    /// @param mtu the longest IP packet that a segment may be
    /// @return false when lengths or offloads don't fit the packet
    static boolean complete(final Mbuf packet, final long frame, final int length, final int mtu) {
        final long asked = packet.offloads();
        final long lengths = packet.txLengths();
        final int l2 = TxLengths.l2Length(lengths);
        final int l3 = TxLengths.l3Length(lengths);
        final boolean segments = (asked & Offload.TX_TCP_SEG) != 0;
        final long l4 = segments ? Offload.TX_TCP_CKSUM : asked & Offload.TX_L4_MASK;
        if ((asked & REFUSED) != 0 || l4 == Offload.TX_SCTP_CKSUM || l2 + l3 + l4Least(l4) > length || l3 < IPV4_LENGTH) {
            return false;
        }
        final long ip = frame + l2;
        final int version = Mem.getByte(ip) >> 4 & 0xf;
        final boolean ipv4 = version == 4 && (Mem.getByte(ip) & 0xf) << 2 == l3;
        if (!ipv4 && (version != 6 || l3 < IPV6_LENGTH || (asked & Offload.TX_IP_CKSUM) != 0)) {
            return false;
        }
        if (ipv4 && (segments || (asked & Offload.TX_IP_CKSUM) != 0)) {
            Mem.putShortBe(ip + IPV4_CHECKSUM, (short) 0);
            Mem.putShortBe(ip + IPV4_CHECKSUM, (short) Checksum.complement(Checksum.sum(ip, l3)));
        }
        if (segments && !canBeCut(ip, l3, lengths, mtu)) {
            return false;
        }
        return l4 == 0 || layer4(packet, ip, ipv4, l4 == Offload.TX_TCP_CKSUM);
    }

    private static int l4Least(final long l4) {
        return l4 == 0 ? 0 : l4 == Offload.TX_UDP_CKSUM ? UDP_LENGTH : TCP_LENGTH;
    }

    private static boolean canBeCut(final long ip, final int l3, final long lengths, final int mtu) {
        final int l4Length = TxLengths.l4Length(lengths);
        final int size = TxLengths.segmentSize(lengths);
        return size > 0 && l4Length >= TCP_LENGTH && l4Length == (Mem.getByte(ip + l3 + TCP_DATA_OFFSET) >> 2 & 0x3c)
            && l3 + l4Length + size <= mtu;
    }

    private static boolean layer4(final Mbuf packet, final long ip, final boolean ipv4, final boolean tcp) {
        final long lengths = packet.txLengths();
        final int l3 = TxLengths.l3Length(lengths);
        final int present = packet.packetLength() - TxLengths.l2Length(lengths) - l3;
        final int told = Mem.getShortBe(ip + (ipv4 ? IPV4_TOTAL_LENGTH : IPV6_PAYLOAD_LENGTH)) & 0xffff;
        // 0 stands for what is longer than the field can say.
        final int claimed = told == 0 ? present : told + (ipv4 ? 0 : IPV6_LENGTH) - l3;
        if (claimed < (tcp ? TCP_LENGTH : UDP_LENGTH) || claimed > present || claimed < present && !packet.trim(present - claimed)) {
            return false;
        }
        final int addresses = ipv4 ? Checksum.sum(ip + IPV4_ADDRESSES, IPV4_ADDRESSES_LENGTH)
            : Checksum.sum(ip + IPV6_ADDRESSES, IPV6_ADDRESSES_LENGTH);
        final int sum = Checksum.ipv6PseudoHeader(addresses, tcp ? Ipv4Header.TCP : Ipv4Header.UDP, claimed);
        Mem.putShortBe(ip + l3 + (tcp ? TCP_CHECKSUM : UDP_CHECKSUM), (short) sum);
        return true;
    }
}
