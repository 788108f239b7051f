package dev.pollmode.pmd.tap;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mbuf.TxLengths;
import dev.pollmode.sys.VirtioNetHdr;

/// Translates between what an mbuf says about checksums and segments and the header in front of a frame (linux/virtio_net.h).
final class VnetOffload {
    private static final int TCP_CHECKSUM = 16;
    private static final int UDP_CHECKSUM = 6;

    private VnetOffload() {
    }

    /// Writes the header of a packet that asks for offloads.
    ///
    /// @param packet the packet
    /// @param header where the header goes
    /// @param longest the longest frame that is not segmented
    /// @return false when the header lengths or the segment size don't fit the packet
    static boolean write(final Mbuf packet, final long header, final int longest) {
        final long offloads = packet.offloads();
        final long lengths = packet.txLengths();
        final int l4Start = TxLengths.l2Length(lengths) + TxLengths.l3Length(lengths);
        VirtioNetHdr.clear(header, TapFile.VNET_HEADER);
        final boolean segments = (offloads & Offload.TX_TCP_SEG) != 0;
        if (!segments && packet.packetLength() > longest || l4Start >= packet.packetLength()) {
            return false;
        }
        final long l4 = offloads & Offload.TX_L4_MASK;
        if (segments || l4 == Offload.TX_TCP_CKSUM || l4 == Offload.TX_UDP_CKSUM) {
            VirtioNetHdr.flags(header, VirtioNetHdr.F_NEEDS_CSUM);
            VirtioNetHdr.csumStart(header, l4Start);
            VirtioNetHdr.csumOffset(header, l4 == Offload.TX_UDP_CKSUM ? UDP_CHECKSUM : TCP_CHECKSUM);
        }
        if (segments) {
            final int size = TxLengths.segmentSize(lengths);
            if (size == 0 || l4Start + TxLengths.l4Length(lengths) + size > longest) {
                return false;
            }
            VirtioNetHdr.gsoType(header, (offloads & Offload.TX_IPV6) != 0 ? VirtioNetHdr.GSO_TCPV6 : VirtioNetHdr.GSO_TCPV4);
            VirtioNetHdr.gsoSize(header, size);
            VirtioNetHdr.headerLength(header, l4Start + TxLengths.l4Length(lengths));
        }
        return true;
    }

    /// Takes the header of a received frame over into the mbuf: what is unfinished is asked for when the packet is sent on.
    ///
    /// @param packet the packet, its headers within the first segment
    /// @param header address of the header
    /// @param firstLength bytes of the frame in the first segment
    /// @param l2Length length of the Ethernet header with tags
    /// @param ipv6 whether it is IPv6
    /// @return false when the header contradicts the packet
    static boolean read(final Mbuf packet, final long header, final int firstLength, final int l2Length, final boolean ipv6) {
        final int flags = VirtioNetHdr.flags(header);
        if ((flags & VirtioNetHdr.F_DATA_VALID) != 0) {
            packet.offloads(packet.offloads() | Offload.RX_L4_CKSUM_GOOD);
        }
        if ((flags & VirtioNetHdr.F_NEEDS_CSUM) == 0) {
            return VirtioNetHdr.gsoType(header) == VirtioNetHdr.GSO_NONE;
        }
        final int start = VirtioNetHdr.csumStart(header);
        final int offset = VirtioNetHdr.csumOffset(header);
        if (start < l2Length || start + offset + 2 > firstLength || offset != TCP_CHECKSUM && offset != UDP_CHECKSUM) {
            return false;
        }
        long asks = Offload.RX_L4_CKSUM_NONE | (ipv6 ? Offload.TX_IPV6 : Offload.TX_IPV4)
            | (offset == TCP_CHECKSUM ? Offload.TX_TCP_CKSUM : Offload.TX_UDP_CKSUM);
        final int gso = VirtioNetHdr.gsoType(header) & ~VirtioNetHdr.GSO_ECN;
        int size = 0;
        int l4Length = 0;
        if (gso == VirtioNetHdr.GSO_TCPV4 || gso == VirtioNetHdr.GSO_TCPV6) {
            size = VirtioNetHdr.gsoSize(header);
            l4Length = VirtioNetHdr.headerLength(header) - start;
            if (size == 0 || l4Length < 20 || l4Length > 60 || start + l4Length > firstLength) {
                return false;
            }
            asks |= Offload.RX_LRO | Offload.TX_TCP_SEG;
        }
        packet.offloads(packet.offloads() & ~Offload.RX_L4_CKSUM_MASK | asks);
        packet.txLengths(TxLengths.of(l2Length, start - l2Length, l4Length, size));
        return true;
    }
}
