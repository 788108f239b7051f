package dev.pollmode.mbuf;

import java.util.StringJoiner;

/// What a port found out about a packet it received, and what is asked of the port that sends it.
///
/// Bits and meaning as `RTE_MBUF_F_*` of DPDK's rte_mbuf_core.h, so that dumps and scripts agree.
public final class Offload {
    /// The VLAN identifier was seen and stands in [Mbuf#vlanTci()].
    public static final long RX_VLAN = 1L << 0;
    /// [Mbuf#rssHash()] is set.
    public static final long RX_RSS_HASH = 1L << 1;
    /// A flow rule matched.
    public static final long RX_FDIR = 1L << 2;
    /// The checksum of the TCP, UDP or SCTP header is wrong.
    public static final long RX_L4_CKSUM_BAD = 1L << 3;
    /// The checksum of the IPv4 header is wrong.
    public static final long RX_IP_CKSUM_BAD = 1L << 4;
    /// The checksum of the outer IPv4 header is wrong.
    public static final long RX_OUTER_IP_CKSUM_BAD = 1L << 5;
    /// The VLAN tag was taken out of the bytes.
    public static final long RX_VLAN_STRIPPED = 1L << 6;
    /// The checksum of the IPv4 header is right.
    public static final long RX_IP_CKSUM_GOOD = 1L << 7;
    /// The checksum of the TCP, UDP or SCTP header is right.
    public static final long RX_L4_CKSUM_GOOD = 1L << 8;
    /// The packet is whole but its layer 4 checksum was never computed (it came from this machine).
    public static final long RX_L4_CKSUM_NONE = RX_L4_CKSUM_BAD | RX_L4_CKSUM_GOOD;
    /// [Mbuf#flowMark()] is set.
    public static final long RX_FDIR_ID = 1L << 13;
    /// Packets of one stream were merged; [TxLengths#segmentSize(long)] says the size of one.
    public static final long RX_LRO = 1L << 16;

    /// Both bits of the state of the layer 4 checksum.
    public static final long RX_L4_CKSUM_MASK = RX_L4_CKSUM_BAD | RX_L4_CKSUM_GOOD;
    /// Both bits of the state of the IPv4 header checksum.
    public static final long RX_IP_CKSUM_MASK = RX_IP_CKSUM_BAD | RX_IP_CKSUM_GOOD;

    /// Segment this UDP packet.
    public static final long TX_UDP_SEG = 1L << 42;
    /// Segment this TCP packet; needs the header lengths and the segment size, implies the TCP checksum.
    public static final long TX_TCP_SEG = 1L << 50;
    /// Compute the TCP checksum.
    public static final long TX_TCP_CKSUM = 1L << 52;
    /// Compute the SCTP checksum.
    public static final long TX_SCTP_CKSUM = 2L << 52;
    /// Compute the UDP checksum.
    public static final long TX_UDP_CKSUM = 3L << 52;
    /// Which layer 4 checksum to compute, as a field of two bits.
    public static final long TX_L4_MASK = 3L << 52;
    /// Compute the checksum of the IPv4 header.
    public static final long TX_IP_CKSUM = 1L << 54;
    /// The packet is IPv4.
    public static final long TX_IPV4 = 1L << 55;
    /// The packet is IPv6.
    public static final long TX_IPV6 = 1L << 56;
    /// Insert the VLAN tag of [Mbuf#vlanTci()].
    public static final long TX_VLAN = 1L << 57;
    /// Compute the checksum of the outer IPv4 header.
    public static final long TX_OUTER_IP_CKSUM = 1L << 58;

    /// All that a transmitting port without offloads must do in software or refuse.
    public static final long TX_MASK = TX_UDP_SEG | TX_TCP_SEG | TX_L4_MASK | TX_IP_CKSUM | TX_VLAN | TX_OUTER_IP_CKSUM;

    private Offload() {
    }

    /// {@return the names of the flags of a received packet, as DPDK prints them, separated by spaces}
    ///
    /// @param flags [Mbuf#offloads()]
    public static String rxNames(final long flags) {
        final StringJoiner names = new StringJoiner(" ");
        add(names, flags, RX_VLAN, "RTE_MBUF_F_RX_VLAN");
        add(names, flags, RX_RSS_HASH, "RTE_MBUF_F_RX_RSS_HASH");
        add(names, flags, RX_FDIR, "RTE_MBUF_F_RX_FDIR");
        names.add(checksumName("RTE_MBUF_F_RX_L4_CKSUM_", flags & RX_L4_CKSUM_MASK, RX_L4_CKSUM_BAD, RX_L4_CKSUM_GOOD));
        names.add(checksumName("RTE_MBUF_F_RX_IP_CKSUM_", flags & RX_IP_CKSUM_MASK, RX_IP_CKSUM_BAD, RX_IP_CKSUM_GOOD));
        add(names, flags, RX_OUTER_IP_CKSUM_BAD, "RTE_MBUF_F_RX_OUTER_IP_CKSUM_BAD");
        add(names, flags, RX_VLAN_STRIPPED, "RTE_MBUF_F_RX_VLAN_STRIPPED");
        add(names, flags, RX_FDIR_ID, "RTE_MBUF_F_RX_FDIR_ID");
        add(names, flags, RX_LRO, "RTE_MBUF_F_RX_LRO");
        return names.toString();
    }

    /// {@return the names of the flags of a packet to send, as DPDK prints them, separated by spaces}
    ///
    /// @param flags [Mbuf#offloads()]
    public static String txNames(final long flags) {
        final StringJoiner names = new StringJoiner(" ");
        add(names, flags, TX_UDP_SEG, "RTE_MBUF_F_TX_UDP_SEG");
        add(names, flags, TX_TCP_SEG, "RTE_MBUF_F_TX_TCP_SEG");
        final long l4 = flags & TX_L4_MASK;
        names.add(l4 == TX_TCP_CKSUM ? "RTE_MBUF_F_TX_TCP_CKSUM"
            : l4 == TX_SCTP_CKSUM ? "RTE_MBUF_F_TX_SCTP_CKSUM"
            : l4 == TX_UDP_CKSUM ? "RTE_MBUF_F_TX_UDP_CKSUM" : "RTE_MBUF_F_TX_L4_NO_CKSUM");
        add(names, flags, TX_IP_CKSUM, "RTE_MBUF_F_TX_IP_CKSUM");
        add(names, flags, TX_IPV4, "RTE_MBUF_F_TX_IPV4");
        add(names, flags, TX_IPV6, "RTE_MBUF_F_TX_IPV6");
        add(names, flags, TX_VLAN, "RTE_MBUF_F_TX_VLAN");
        add(names, flags, TX_OUTER_IP_CKSUM, "RTE_MBUF_F_TX_OUTER_IP_CKSUM");
        return names.toString();
    }

    private static String checksumName(final String prefix, final long state, final long bad, final long good) {
        return prefix + (state == 0 ? "UNKNOWN" : state == bad ? "BAD" : state == good ? "GOOD" : "NONE");
    }

    private static void add(final StringJoiner names, final long flags, final long flag, final String name) {
        if ((flags & flag) == flag) {
            names.add(name);
        }
    }
}
