package dev.pollmode.ethdev;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mbuf.TxLengths;
import java.util.Set;

/// Looks whether packets ask only for what a queue can do. Every port looks at this before its driver does; drivers use it for
/// queues behind queues. Used by the thread that fills the queue; allocates nothing.
public final class TxCheck {
    /// Ethernet header and two VLAN tags, in bytes.
    private static final int FRAME_OVERHEAD = 14 + 2 * 4;
    private static final int LEAST_TCP_HEADER = 20;
    private static final int UDP_HEADER = 8;

    private final long unsupported;
    private final boolean tcpChecksum;
    private final boolean udpChecksum;
    private final boolean sctpChecksum;
    private final int longest;
    private final int maxSegments;
    private TxRefusal refusal = TxRefusal.NONE;

    /// Makes a check.
    ///
    /// @param offloads what the queue was set up for
    /// @param mtu the longest packet after the Ethernet header that is sent without segmentation, in bytes
    /// @param maxSegments how many segments a packet can have
    public TxCheck(final Set<TxOffload> offloads, final int mtu, final int maxSegments) {
        long missing = 0;
        missing |= offloads.contains(TxOffload.VLAN_INSERT) ? 0 : Offload.TX_VLAN;
        missing |= offloads.contains(TxOffload.IPV4_CKSUM) ? 0 : Offload.TX_IP_CKSUM;
        missing |= offloads.contains(TxOffload.OUTER_IPV4_CKSUM) ? 0 : Offload.TX_OUTER_IP_CKSUM;
        missing |= offloads.contains(TxOffload.TCP_TSO) ? 0 : Offload.TX_TCP_SEG;
        missing |= offloads.contains(TxOffload.UDP_TSO) ? 0 : Offload.TX_UDP_SEG;
        unsupported = missing;
        tcpChecksum = offloads.contains(TxOffload.TCP_CKSUM);
        udpChecksum = offloads.contains(TxOffload.UDP_CKSUM);
        sctpChecksum = offloads.contains(TxOffload.SCTP_CKSUM);
        longest = mtu + FRAME_OVERHEAD;
        this.maxSegments = maxSegments;
    }

    /// Looks at packets up to the first that is refused.
    ///
    /// @param burst the packets
    /// @param offset where they begin
    /// @param count how many
    /// @return how many are good, from the first on; [#refusal()] says why the next is not
    public int prepare(final Mbuf[] burst, final int offset, final int count) {
        refusal = TxRefusal.NONE;
        for (int i = 0; i < count; i++) {
            final TxRefusal found = check(burst[offset + i]);
            if (found != TxRefusal.NONE) {
                refusal = found;
                return i;
            }
        }
        return count;
    }

    /// {@return why the last [#prepare] ended early, or [TxRefusal#NONE]}
    public TxRefusal refusal() {
        return refusal;
    }

    /// {@return why a packet can't be sent, or [TxRefusal#NONE]}
    ///
    /// @param packet the packet
    public TxRefusal check(final Mbuf packet) {
        if (packet.segments() > maxSegments) {
            return TxRefusal.TOO_MANY_SEGMENTS;
        }
        final long flags = packet.offloads() & (Offload.TX_MASK | Offload.TX_IPV4 | Offload.TX_IPV6);
        if ((flags & Offload.TX_MASK) == 0) {
            return packet.packetLength() > longest ? TxRefusal.TOO_LONG : TxRefusal.NONE;
        }
        if ((flags & unsupported) != 0 || !hasChecksum(flags & Offload.TX_L4_MASK)) {
            return TxRefusal.UNSUPPORTED_OFFLOAD;
        }
        return checkLengths(packet, flags);
    }

    private boolean hasChecksum(final long wanted) {
        if (wanted == 0) {
            return true;
        }
        return wanted == Offload.TX_TCP_CKSUM ? tcpChecksum : wanted == Offload.TX_UDP_CKSUM ? udpChecksum : sctpChecksum;
    }

    private TxRefusal checkLengths(final Mbuf packet, final long flags) {
        final long lengths = packet.txLengths();
        final int l3End = TxLengths.l2Length(lengths) + TxLengths.l3Length(lengths);
        final boolean segmented = (flags & (Offload.TX_TCP_SEG | Offload.TX_UDP_SEG)) != 0;
        if (!segmented && packet.packetLength() > longest) {
            return TxRefusal.TOO_LONG;
        }
        if ((flags & Offload.TX_IP_CKSUM) != 0 && (flags & Offload.TX_IPV4) == 0) {
            return TxRefusal.BAD_LENGTHS;
        }
        if (segmented || (flags & Offload.TX_L4_MASK) != 0) {
            if ((flags & (Offload.TX_IPV4 | Offload.TX_IPV6)) == 0) {
                return TxRefusal.BAD_LENGTHS;
            }
            final int l4 = TxLengths.l4Length(lengths);
            final int least = (flags & Offload.TX_TCP_SEG) != 0 ? LEAST_TCP_HEADER : (flags & Offload.TX_UDP_SEG) != 0 ? UDP_HEADER : 0;
            if (l4 < least || segmented && TxLengths.segmentSize(lengths) == 0) {
                return TxRefusal.BAD_LENGTHS;
            }
            return l3End == 0 || l3End + l4 > packet.dataLength() ? TxRefusal.BAD_LENGTHS : TxRefusal.NONE;
        }
        return l3End > packet.dataLength() ? TxRefusal.BAD_LENGTHS : TxRefusal.NONE;
    }
}
