package dev.pollmode.ethdev;

import java.util.Set;

/// What a port can do for packets to send; bits and names as `RTE_ETH_TX_OFFLOAD_*` of DPDK's rte_ethdev.h.
public enum TxOffload {
    /// Insert a VLAN tag.
    VLAN_INSERT(0),
    /// Compute the IPv4 header checksum.
    IPV4_CKSUM(1),
    /// Compute the UDP checksum.
    UDP_CKSUM(2),
    /// Compute the TCP checksum.
    TCP_CKSUM(3),
    /// Compute the SCTP checksum.
    SCTP_CKSUM(4),
    /// Segment TCP packets.
    TCP_TSO(5),
    /// Segment UDP packets.
    UDP_TSO(6),
    /// Compute the outer IPv4 header checksum.
    OUTER_IPV4_CKSUM(7),
    /// Insert a second VLAN tag.
    QINQ_INSERT(8),
    /// Allow several threads to send on one queue.
    MT_LOCKFREE(14),
    /// Send packets of several segments.
    MULTI_SEGS(15),
    /// Promise: all packets of a queue come from one pool and have one owner.
    MBUF_FAST_FREE(16);

    private final long bit;

    TxOffload(final int position) {
        bit = 1L << position;
    }

    /// {@return its bit in DPDK's masks}
    public long bit() {
        return bit;
    }

    /// {@return the bits of all of these}
    ///
    /// @param offloads any
    public static long mask(final Set<TxOffload> offloads) {
        long mask = 0;
        for (final TxOffload offload : offloads) {
            mask |= offload.bit;
        }
        return mask;
    }
}
