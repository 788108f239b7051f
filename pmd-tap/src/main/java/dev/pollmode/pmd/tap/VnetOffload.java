package dev.pollmode.pmd.tap;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mbuf.TxLengths;
import dev.pollmode.net.Checksum;
import dev.pollmode.net.Headers;
import dev.pollmode.sys.Mem;
import dev.pollmode.sys.VirtioNetHdr;

/// Translates between what an mbuf says about checksums and segments and the header in front of a frame (linux/virtio_net.h).
final class VnetOffload {
    private static final int TCP_CHECKSUM = 16;
    private static final int UDP_CHECKSUM = 6;

    private VnetOffload() {
    }

    /// Takes the header of a received frame over into the mbuf: what is unfinished is asked for when the packet is sent on.
    ///
    /// A checksum that no port could be asked to finish (not that of TCP or UDP over IP) is finished here.
    ///
    /// @param packet the packet
    /// @param header address of the header
    /// @param headers where the headers of the packet are
    /// @param unfinished whether frames may be left unfinished; else it is done here, and merged ones are refused
    /// @return false when the packet can't be received: the header contradicts it, or it is merged and may not be
    static boolean read(final Mbuf packet, final long header, final Headers headers, final boolean unfinished) {
        final int flags = VirtioNetHdr.flags(header);
        final int gso = VirtioNetHdr.gsoType(header) & ~VirtioNetHdr.GSO_ECN;
        if ((flags & VirtioNetHdr.F_NEEDS_CSUM) == 0) {
            if ((flags & VirtioNetHdr.F_DATA_VALID) != 0) {
                setLayer4(packet, Offload.RX_L4_CKSUM_GOOD);
            }
            return gso == VirtioNetHdr.GSO_NONE;
        }
        final int start = VirtioNetHdr.csumStart(header);
        final int offset = VirtioNetHdr.csumOffset(header);
        if (start + offset + 2 > packet.packetLength()) {
            return false;
        }
        final boolean ours = start == headers.l4Offset()
            && (headers.isTcp() && offset == TCP_CHECKSUM || headers.isUdp() && offset == UDP_CHECKSUM);
        if (gso == VirtioNetHdr.GSO_NONE && !(ours && unfinished)) {
            return finish(packet, start, offset);
        }
        if (!ours || !unfinished) {
            return false;
        }
        long asks = (headers.isIpv6() ? Offload.TX_IPV6 : Offload.TX_IPV4) | (headers.isTcp() ? Offload.TX_TCP_CKSUM : Offload.TX_UDP_CKSUM);
        int size = 0;
        if (gso != VirtioNetHdr.GSO_NONE) {
            size = VirtioNetHdr.gsoSize(header);
            if (size == 0 || !headers.isTcp() || gso != (headers.isIpv6() ? VirtioNetHdr.GSO_TCPV6 : VirtioNetHdr.GSO_TCPV4)) {
                return false;
            }
            asks |= Offload.RX_LRO | Offload.TX_TCP_SEG;
        }
        setLayer4(packet, Offload.RX_L4_CKSUM_NONE);
        packet.offloads(packet.offloads() | asks);
        // The length of headers that the kernel tells is a hint, and covers all that lies in one piece.
        packet.txLengths(TxLengths.of(headers.l2Length(), headers.l3Length(), headers.l4Length(), size));
        return true;
    }

    private static void setLayer4(final Mbuf packet, final long state) {
        packet.offloads(packet.offloads() & ~Offload.RX_L4_CKSUM_MASK | state);
    }

    /// Computes a checksum as the kernel would have: over all from `start` on, where the field holds what is to be added.
    private static boolean finish(final Mbuf packet, final int start, final int offset) {
        int at = start + offset;
        Mbuf segment = packet;
        while (segment != null && at >= segment.dataLength()) {
            at -= segment.dataLength();
            segment = segment.next();
        }
        if (segment == null || at + 2 > segment.dataLength()) {
            return false;
        }
        final int sum = Checksum.complement(Checksum.sum(packet, start, packet.packetLength() - start));
        Mem.putShortBe(segment.dataAddress() + at, (short) (sum == 0 ? 0xffff : sum));
        setLayer4(packet, Offload.RX_L4_CKSUM_GOOD);
        return true;
    }

    /// Writes the header for a packet that asks for offloads.
    ///
    /// @param packet the packet, its lengths checked
    /// @param header where the header goes
    static void write(final Mbuf packet, final long header) {
        final long offloads = packet.offloads();
        final long lengths = packet.txLengths();
        final int l4Start = TxLengths.l2Length(lengths) + TxLengths.l3Length(lengths);
        final boolean segments = (offloads & Offload.TX_TCP_SEG) != 0;
        final long l4 = offloads & Offload.TX_L4_MASK;
        VirtioNetHdr.clear(header, VirtioNetHdr.SIZE);
        if (segments || l4 != 0) {
            VirtioNetHdr.flags(header, VirtioNetHdr.F_NEEDS_CSUM);
            VirtioNetHdr.csumStart(header, l4Start);
            VirtioNetHdr.csumOffset(header, !segments && l4 == Offload.TX_UDP_CKSUM ? UDP_CHECKSUM : TCP_CHECKSUM);
        }
        if (segments) {
            VirtioNetHdr.gsoType(header, (offloads & Offload.TX_IPV6) != 0 ? VirtioNetHdr.GSO_TCPV6 : VirtioNetHdr.GSO_TCPV4);
            VirtioNetHdr.gsoSize(header, TxLengths.segmentSize(lengths));
            VirtioNetHdr.headerLength(header, l4Start + TxLengths.l4Length(lengths));
        }
    }
}
