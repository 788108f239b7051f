package dev.pollmode.net;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mbuf.TxLengths;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Mem;

/// Cuts large TCP packets, and trains of UDP datagrams, into packets that a link can carry (generic segmentation).
///
/// | field                 | in the segments                                                         |
/// |-----------------------|-------------------------------------------------------------------------|
/// | IPv4 total length, IPv6 payload length, UDP length | that of the segment                        |
/// | IPv4 identification   | counted up from that of the packet                                      |
/// | IPv4 checksum, TCP and UDP checksum | computed; the segments ask nothing more of the port       |
/// | TCP sequence number   | counted up by the payload                                               |
/// | TCP FIN, PSH          | on the last one                                                         |
/// | TCP CWR               | on the first one (RFC 3168)                                             |
/// | port, VLAN, packet type, hash, mark | as those of the packet                                    |
///
/// Payload is copied, so that a segment lies in one buffer where the pool's buffers are long enough, and shares nothing with the packet.
/// UDP becomes datagrams of their own, as `VIRTIO_NET_HDR_GSO_UDP_L4` and `UDP_SEGMENT` of udp(7) mean it; DPDK's library makes IP fragments.
///
/// One object belongs to one thread; nothing is allocated after construction.
public final class Gso {
    /// The largest number of segments a packet may become.
    public static final int MAX_SEGMENTS = 64;

    private static final long HANDLED = Offload.TX_TCP_SEG | Offload.TX_UDP_SEG | Offload.TX_L4_MASK | Offload.TX_IP_CKSUM;

    private final Mempool pool;
    private final int room;
    // How far the payload of the packet is copied: the segment and the offset in it.
    private Mbuf source;
    private int sourceOffset;

    /// Makes one.
    ///
    /// @param pool where the segments come from
    public Gso(final Mempool pool) {
        this.pool = pool;
        room = Math.max(0, pool.bufferLength() - Mbuf.HEADROOM);
    }

    /// {@return whether a packet asks to be segmented}
    ///
    /// @param packet the packet
    public static boolean wants(final Mbuf packet) {
        return (packet.offloads() & (Offload.TX_TCP_SEG | Offload.TX_UDP_SEG)) != 0;
    }

    /// Cuts a packet. The packet stays the caller's, and as it is.
    ///
    /// | result        | meaning                                                                                 |
    /// |---------------|-----------------------------------------------------------------------------------------|
    /// | more than 0   | so many segments stand in `out`, the caller's from now on                              |
    /// | 0             | the packet is one segment already; [TxChecksum#complete] makes it ready                |
    /// | `-EINVAL`     | it does not ask for it, its lengths do not fit it, or the segment size is 0 or too large |
    /// | `-EMSGSIZE`   | it would become more than [#MAX_SEGMENTS], or more than `out` can take                 |
    /// | `-ENOMEM`     | the pool is exhausted; nothing is taken                                                |
    ///
    /// @param packet the packet, with [Mbuf#txLengths()] set
    /// @param mtu longest IP packet a segment may be, headers included, in bytes
    /// @param out where the segments go, from the first entry on
    /// @return see above
    public int segment(final Mbuf packet, final int mtu, final Mbuf[] out) {
        final long lengths = packet.txLengths();
        final int l4Offset = TxLengths.l2Length(lengths) + TxLengths.l3Length(lengths);
        final int headers = l4Offset + TxLengths.l4Length(lengths);
        final int size = TxLengths.segmentSize(lengths);
        if (size == 0 || headers - TxLengths.l2Length(lengths) + size > mtu || headers > room || !isSound(packet, l4Offset)) {
            return -Errno.EINVAL;
        }
        final int payload = packet.packetLength() - headers;
        if (payload <= size) {
            return payload < 0 ? -Errno.EINVAL : 0;
        }
        final int count = (payload + size - 1) / size;
        if (count > Math.min(MAX_SEGMENTS, out.length)) {
            return -Errno.EMSGSIZE;
        }
        return cut(packet, headers, payload, count, out);
    }

    /// Compares the lengths with the headers, which must be those of TCP or UDP over IP and no fragment.
    private static boolean isSound(final Mbuf packet, final int l4Offset) {
        final long lengths = packet.txLengths();
        final int l3 = TxLengths.l2Length(lengths);
        final int l3Length = TxLengths.l3Length(lengths);
        final boolean tcp = (packet.offloads() & Offload.TX_TCP_SEG) != 0;
        final int least = l4Offset + (tcp ? TcpHeader.LENGTH : UdpHeader.LENGTH);
        if (!wants(packet) || least > packet.packetLength()) {
            return false;
        }
        if (TxChecksum.isIpv4(packet, l3, l3Length)) {
            final int fragment = PacketBytes.getShort(packet, l3 + Ipv4Header.FRAGMENT);
            if (PacketBytes.getByte(packet, l3 + Ipv4Header.PROTOCOL) != (tcp ? Ipv4Header.TCP : Ipv4Header.UDP)
                || (fragment & (Ipv4Header.MORE_FRAGMENTS | Ipv4Header.OFFSET_MASK)) != 0) {
                return false;
            }
        } else if (!TxChecksum.isIpv6(packet, l3, l3Length)) {
            return false;
        }
        final int l4Length = tcp ? PacketBytes.getByte(packet, l4Offset + TcpHeader.DATA_OFFSET) >> 2 & 0x3c : UdpHeader.LENGTH;
        return l4Length == TxLengths.l4Length(lengths) && (!tcp || l4Length >= TcpHeader.LENGTH);
    }

    private int cut(final Mbuf packet, final int headers, final int payload, final int count, final Mbuf[] out) {
        final int size = TxLengths.segmentSize(packet.txLengths());
        seek(packet, headers);
        for (int i = 0; i < count; i++) {
            final int part = Math.min(size, payload - i * size);
            final Mbuf segment = fill(packet, headers, part);
            if (segment == null) {
                source = null;
                Mbuf.freeBulk(out, 0, i);
                return -Errno.ENOMEM;
            }
            finish(segment, packet, i, i == count - 1);
            out[i] = segment;
        }
        source = null;
        return count;
    }

    private void seek(final Mbuf packet, final int offset) {
        source = packet;
        sourceOffset = offset;
        while (sourceOffset >= source.dataLength() && source.next() != null) {
            sourceOffset -= source.dataLength();
            source = source.next();
        }
    }

    /// Makes a packet of the headers and the next part of the payload, of as many buffers as it takes.
    private Mbuf fill(final Mbuf packet, final int headers, final int part) {
        final Mbuf head = pool.tryAlloc();
        if (head == null) {
            return null;
        }
        PacketBytes.copy(packet, 0, head.dataAddress(), headers);
        int inBuffer = Math.min(part, room - headers);
        copyPayload(head.dataAddress() + headers, inBuffer);
        head.dataLength(headers + inBuffer);
        for (int done = inBuffer; done < part; done += inBuffer) {
            final Mbuf more = pool.tryAlloc();
            if (more == null) {
                head.free();
                return null;
            }
            inBuffer = Math.min(part - done, room);
            copyPayload(more.dataAddress(), inBuffer);
            more.dataLength(inBuffer);
            head.chain(more);
        }
        return head;
    }

    private void copyPayload(final long address, final int length) {
        int done = 0;
        while (done < length) {
            final int part = Math.min(length - done, source.dataLength() - sourceOffset);
            Mem.copy(source.dataAddress() + sourceOffset, address + done, part);
            done += part;
            sourceOffset += part;
            if (done < length) {
                source = source.next();
                sourceOffset = 0;
            }
        }
    }

    private static void finish(final Mbuf segment, final Mbuf packet, final int number, final boolean last) {
        final long lengths = packet.txLengths();
        final boolean tcp = (packet.offloads() & Offload.TX_TCP_SEG) != 0;
        final int l3 = TxLengths.l2Length(lengths);
        final int l4 = l3 + TxLengths.l3Length(lengths);
        segment.copyMetadata(packet);
        segment.txLengths(TxLengths.of(l3, l4 - l3, TxLengths.l4Length(lengths), 0));
        final boolean ipv4 = segment.getByte(l3) >> 4 == 4;
        if (ipv4) {
            Ipv4Header.totalLength(segment, l3, segment.packetLength() - l3);
            Ipv4Header.id(segment, l3, Ipv4Header.id(segment, l3) + number);
        } else {
            Ipv6Header.payloadLength(segment, l3, segment.packetLength() - l3 - Ipv6Header.LENGTH);
        }
        if (tcp) {
            finishTcp(segment, l4, number * TxLengths.segmentSize(lengths), number == 0, last);
        } else {
            UdpHeader.length(segment, l4, segment.packetLength() - l4);
        }
        segment.offloads((ipv4 ? Offload.TX_IP_CKSUM : 0) | (tcp ? Offload.TX_TCP_CKSUM : Offload.TX_UDP_CKSUM));
        TxChecksum.complete(segment);
        segment.offloads(packet.offloads() & ~HANDLED);
    }

    private static void finishTcp(final Mbuf segment, final int l4, final int sent, final boolean first, final boolean last) {
        TcpHeader.sequence(segment, l4, TcpHeader.sequence(segment, l4) + sent);
        int flags = TcpHeader.flags(segment, l4);
        if (!last) {
            flags &= ~(TcpHeader.FIN | TcpHeader.PSH);
        }
        if (!first) {
            flags &= ~TcpHeader.CWR;
        }
        TcpHeader.flags(segment, l4, flags);
    }
}
