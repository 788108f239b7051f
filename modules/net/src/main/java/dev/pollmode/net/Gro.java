package dev.pollmode.net;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mbuf.TxLengths;

/// Merges TCP segments that follow each other in their flow to large packets, the reverse of [Gso]: what lies behind has
/// fewer packets to look at.
///
/// Segments are merged when their headers differ only where neighbours differ (sequence number, lengths, IPv4
/// identification, checksums, PSH), have payload, and no flags but ACK and PSH. PSH, a shorter segment and a full packet end
/// a merge. Order within a flow is kept; between flows it may change. Checksums are taken as right unless the receiver
/// said they are wrong; such packets pass as they are.
///
/// A merged packet has several buffers, the length of its segments in [Mbuf#txLengths()], [Offload#RX_LRO], and asks for
/// its checksums. The port that sends it, [Gso] or [TxChecksum] makes it whole.
///
/// One object belongs to one thread; nothing is allocated after construction.
public final class Gro {
    /// How many flows are merged at the same time; a further one sends the oldest on.
    public static final int MAX_FLOWS = 64;

    private static final int MAX_DATAGRAM = 0xffff;
    private static final long BAD = Offload.RX_IP_CKSUM_MASK | Offload.RX_L4_CKSUM_MASK;

    private final PacketParser parser = new PacketParser();
    private final Headers headers = new Headers();
    private final Flow[] flows = new Flow[MAX_FLOWS];
    // Flows 0 to held - 1 have a packet each, the oldest first.
    private int held;
    private Mbuf[] out;
    private int ready;

    /// What is known of the packet that a flow merges into.
    private static final class Flow {
        private Mbuf head;
        private int l3Offset;
        private int l4Offset;
        private int payloadOffset;
        private int segmentSize;
        private int segments;
        private int nextSequence;
    }

    /// Makes one that holds nothing.
    public Gro() {
        for (int i = 0; i < MAX_FLOWS; i++) {
            flows[i] = new Flow();
        }
    }

    /// {@return how many packets are held back, waiting for more of their flow}
    public int held() {
        return held;
    }

    /// Takes packets. They are this object's until they come out again.
    ///
    /// @param packets the packets
    /// @param offset where they begin
    /// @param count how many
    /// @param to where packets go that need not wait; has room for `count` and [#held()] more
    /// @return how many of them, from the first entry on
    public int merge(final Mbuf[] packets, final int offset, final int count, final Mbuf[] to) {
        out = to;
        ready = 0;
        for (int i = 0; i < count; i++) {
            take(packets[offset + i]);
        }
        return ready;
    }

    /// Gives out all that is held back, the oldest first.
    ///
    /// @param to where packets go
    /// @param at the entry of the first; there is room for [#held()]
    /// @return how many
    public int flush(final Mbuf[] to, final int at) {
        final int count = held;
        out = to;
        ready = at;
        while (held > 0) {
            release(0);
        }
        return count;
    }

    private void take(final Mbuf packet) {
        parser.parse(packet, headers);
        if (!headers.isTcp() || !headers.fits(packet.packetLength())) {
            pass(packet);
            return;
        }
        final int place = find(packet);
        final boolean mergeable = isMergeable(packet);
        if (place >= 0) {
            final Flow flow = flows[place];
            if (mergeable && continues(flow, packet)) {
                append(flow, packet, place);
                return;
            }
            release(place);
        }
        if (mergeable && (flags(packet) & TcpHeader.PSH) == 0) {
            hold(packet);
        } else {
            pass(packet);
        }
    }

    private void pass(final Mbuf packet) {
        out[ready++] = packet;
    }

    private int flags(final Mbuf packet) {
        return PacketBytes.getByte(packet, headers.l4Offset() + TcpHeader.FLAGS);
    }

    /// All headers in the first buffer, which is ours alone; payload behind them and nothing behind that.
    private boolean isMergeable(final Mbuf packet) {
        final int payload = packet.packetLength() - headers.payloadOffset();
        return payload > 0 && headers.l3Offset() + headers.datagramLength() == packet.packetLength()
            && headers.payloadOffset() <= packet.dataLength() && packet.isWritable()
            && (flags(packet) & ~TcpHeader.PSH) == TcpHeader.ACK && !isBad(packet.offloads())
            && (packet.offloads() & (Offload.RX_LRO | Offload.TX_TCP_SEG)) == 0;
    }

    private static boolean isBad(final long offloads) {
        return (offloads & BAD) != 0 && ((offloads & Offload.RX_IP_CKSUM_MASK) == Offload.RX_IP_CKSUM_BAD
            || (offloads & Offload.RX_L4_CKSUM_MASK) == Offload.RX_L4_CKSUM_BAD);
    }

    /// {@return the place of the flow of a TCP packet, or −1}
    private int find(final Mbuf packet) {
        for (int i = 0; i < held; i++) {
            final Flow flow = flows[i];
            if (flow.l3Offset == headers.l3Offset() && flow.l4Offset == headers.l4Offset() && isOf(flow, packet)) {
                return i;
            }
        }
        return -1;
    }

    /// Compares Ethernet header with tags, addresses and ports.
    private boolean isOf(final Flow flow, final Mbuf packet) {
        final int l3 = flow.l3Offset;
        final boolean ipv4 = headers.isIpv4();
        final int addresses = l3 + (ipv4 ? Ipv4Header.SOURCE : Ipv6Header.SOURCE);
        final int end = l3 + (ipv4 ? Ipv4Header.LENGTH : Ipv6Header.LENGTH);
        return PacketBytes.getInt(flow.head, flow.l4Offset) == PacketBytes.getInt(packet, flow.l4Offset)
            && same(flow.head, packet, addresses, end) && same(flow.head, packet, 0, l3)
            && flow.head.vlanTci() == packet.vlanTci();
    }

    private static boolean same(final Mbuf one, final Mbuf other, final int from, final int end) {
        for (int i = from; i < end; i++) {
            if (PacketBytes.getByte(one, i) != PacketBytes.getByte(other, i)) {
                return false;
            }
        }
        return true;
    }

    /// {@return whether a packet of the flow comes right behind what is held and differs only where it must}
    private boolean continues(final Flow flow, final Mbuf packet) {
        final int payload = packet.packetLength() - headers.payloadOffset();
        final int l4 = flow.l4Offset;
        return headers.payloadOffset() == flow.payloadOffset && payload <= flow.segmentSize
            && flow.head.segments() + packet.segments() <= Gso.MAX_SEGMENTS
            && flow.head.packetLength() - flow.l3Offset + payload <= MAX_DATAGRAM
            && PacketBytes.getInt(packet, l4 + TcpHeader.SEQUENCE) == flow.nextSequence
            && PacketBytes.getInt(packet, l4 + TcpHeader.ACKNOWLEDGMENT) == PacketBytes.getInt(flow.head, l4 + TcpHeader.ACKNOWLEDGMENT)
            && PacketBytes.getByte(packet, l4 + TcpHeader.DATA_OFFSET) == PacketBytes.getByte(flow.head, l4 + TcpHeader.DATA_OFFSET)
            && same(flow.head, packet, l4 + TcpHeader.WINDOW, l4 + TcpHeader.CHECKSUM)
            && same(flow.head, packet, l4 + TcpHeader.URGENT, flow.payloadOffset)
            && (headers.isIpv4() ? continuesIpv4(flow, packet) : continuesIpv6(flow, packet));
    }

    private static boolean continuesIpv4(final Flow flow, final Mbuf packet) {
        final int l3 = flow.l3Offset;
        final int fragment = PacketBytes.getShort(packet, l3 + Ipv4Header.FRAGMENT);
        final int id = PacketBytes.getShort(flow.head, l3 + Ipv4Header.ID) + flow.segments & 0xffff;
        // An identification says nothing where nobody may fragment (RFC 6864).
        return (fragment == Ipv4Header.DONT_FRAGMENT || id == (PacketBytes.getShort(packet, l3 + Ipv4Header.ID) & 0xffff))
            && same(flow.head, packet, l3, l3 + Ipv4Header.TOTAL_LENGTH)
            && same(flow.head, packet, l3 + Ipv4Header.FRAGMENT, l3 + Ipv4Header.CHECKSUM)
            && same(flow.head, packet, l3 + Ipv4Header.LENGTH, flow.l4Offset);
    }

    private static boolean continuesIpv6(final Flow flow, final Mbuf packet) {
        final int l3 = flow.l3Offset;
        return same(flow.head, packet, l3, l3 + Ipv6Header.PAYLOAD_LENGTH)
            && same(flow.head, packet, l3 + Ipv6Header.NEXT_HEADER, l3 + Ipv6Header.SOURCE)
            && same(flow.head, packet, l3 + Ipv6Header.LENGTH, flow.l4Offset);
    }

    private void hold(final Mbuf packet) {
        if (held == MAX_FLOWS) {
            release(0);
        }
        final Flow flow = flows[held++];
        flow.head = packet;
        flow.l3Offset = headers.l3Offset();
        flow.l4Offset = headers.l4Offset();
        flow.payloadOffset = headers.payloadOffset();
        flow.segmentSize = packet.packetLength() - headers.payloadOffset();
        flow.segments = 1;
        flow.nextSequence = PacketBytes.getInt(packet, flow.l4Offset + TcpHeader.SEQUENCE) + flow.segmentSize;
    }

    private void append(final Flow flow, final Mbuf packet, final int place) {
        final int payload = packet.packetLength() - flow.payloadOffset;
        final int flags = flags(packet);
        packet.adjust(flow.payloadOffset);
        flow.head.chain(packet);
        flow.segments++;
        flow.nextSequence += payload;
        if ((flags & TcpHeader.PSH) != 0) {
            PacketBytes.putByte(flow.head, flow.l4Offset + TcpHeader.FLAGS, flags);
        }
        if ((flags & TcpHeader.PSH) != 0 || payload < flow.segmentSize || flow.segments == Gso.MAX_SEGMENTS) {
            release(place);
        }
    }

    /// Gives out what a flow holds; the flows behind it move up.
    private void release(final int place) {
        final Flow flow = flows[place];
        if (flow.segments > 1) {
            finish(flow);
        }
        pass(flow.head);
        flow.head = null;
        held--;
        System.arraycopy(flows, place + 1, flows, place, held - place);
        flows[held] = flow;
    }

    private static void finish(final Flow flow) {
        final Mbuf head = flow.head;
        final int l3 = flow.l3Offset;
        final boolean ipv4 = PacketBytes.getByte(head, l3) >> 4 == 4;
        if (ipv4) {
            Ipv4Header.totalLength(head, l3, head.packetLength() - l3);
        } else {
            Ipv6Header.payloadLength(head, l3, head.packetLength() - l3 - Ipv6Header.LENGTH);
        }
        head.txLengths(TxLengths.of(l3, flow.l4Offset - l3, flow.payloadOffset - flow.l4Offset, flow.segmentSize));
        head.offloads(head.offloads() & ~BAD | Offload.RX_LRO | Offload.TX_TCP_CKSUM | (ipv4 ? Offload.TX_IPV4 | Offload.TX_IP_CKSUM : Offload.TX_IPV6));
    }
}
