package dev.pollmode.ethdev;

import java.util.Set;

/// What a port can do for received packets; bits and names as `RTE_ETH_RX_OFFLOAD_*` of DPDK's rte_ethdev.h.
public enum RxOffload {
    /// Take VLAN tags out.
    VLAN_STRIP(0),
    /// Verify the IPv4 header checksum.
    IPV4_CKSUM(1),
    /// Verify the UDP checksum.
    UDP_CKSUM(2),
    /// Verify the TCP checksum.
    TCP_CKSUM(3),
    /// Merge the packets of a TCP stream.
    TCP_LRO(4),
    /// Take the outer of two VLAN tags out.
    QINQ_STRIP(5),
    /// Verify the outer IPv4 header checksum.
    OUTER_IPV4_CKSUM(6),
    /// Drop VLANs that were not added.
    VLAN_FILTER(9),
    /// Treat frames as having two tags.
    VLAN_EXTEND(10),
    /// Receive packets longer than a buffer into several.
    SCATTER(13),
    /// Stamp the time of reception.
    TIMESTAMP(14),
    /// Keep the frame check sequence.
    KEEP_CRC(16),
    /// Verify the SCTP checksum.
    SCTP_CKSUM(17),
    /// Verify the outer UDP checksum.
    OUTER_UDP_CKSUM(18),
    /// Deliver the RSS hash.
    RSS_HASH(19);

    private final long bit;

    RxOffload(final int position) {
        bit = 1L << position;
    }

    /// {@return its bit in DPDK's masks}
    public long bit() {
        return bit;
    }

    /// {@return the bits of all of these}
    ///
    /// @param offloads any
    public static long mask(final Set<RxOffload> offloads) {
        long mask = 0;
        for (final RxOffload offload : offloads) {
            mask |= offload.bit;
        }
        return mask;
    }
}
