package dev.pollmode.mbuf;

import java.util.StringJoiner;

/// What a packet is, layer by layer, as bits of [Mbuf#packetType()].
///
/// Four bits a layer, values as `RTE_PTYPE_*` of DPDK's rte_mbuf_ptype.h, so that dumps and scripts agree.
public final class PacketType {
    /// Ethernet.
    public static final int L2_ETHER = 0x00000001;
    /// Ethernet carrying IEEE 1588.
    public static final int L2_ETHER_TIMESYNC = 0x00000002;
    /// ARP.
    public static final int L2_ETHER_ARP = 0x00000003;
    /// LLDP.
    public static final int L2_ETHER_LLDP = 0x00000004;
    /// Ethernet with a VLAN tag.
    public static final int L2_ETHER_VLAN = 0x00000006;
    /// Ethernet with two VLAN tags.
    public static final int L2_ETHER_QINQ = 0x00000007;
    /// The bits of layer 2.
    public static final int L2_MASK = 0x0000000f;
    /// IPv4 without options.
    public static final int L3_IPV4 = 0x00000010;
    /// IPv4 with options.
    public static final int L3_IPV4_EXT = 0x00000030;
    /// IPv6 without extension headers.
    public static final int L3_IPV6 = 0x00000040;
    /// IPv6 with extension headers.
    public static final int L3_IPV6_EXT = 0x000000c0;
    /// The bits of layer 3.
    public static final int L3_MASK = 0x000000f0;
    /// TCP.
    public static final int L4_TCP = 0x00000100;
    /// UDP.
    public static final int L4_UDP = 0x00000200;
    /// A fragment: what follows the IP header is unknown.
    public static final int L4_FRAG = 0x00000300;
    /// SCTP.
    public static final int L4_SCTP = 0x00000400;
    /// ICMP or ICMPv6.
    public static final int L4_ICMP = 0x00000500;
    /// Another protocol over IP.
    public static final int L4_NONFRAG = 0x00000600;
    /// IGMP.
    public static final int L4_IGMP = 0x00000700;
    /// The bits of layer 4.
    public static final int L4_MASK = 0x00000f00;

    private PacketType() {
    }

    /// {@return whether the packet is IPv4, with or without options}
    ///
    /// @param type [Mbuf#packetType()]
    public static boolean isIpv4(final int type) {
        return (type & L3_IPV4) != 0;
    }

    /// {@return whether the packet is IPv6, with or without extension headers}
    ///
    /// @param type [Mbuf#packetType()]
    public static boolean isIpv6(final int type) {
        return (type & L3_IPV6) != 0;
    }

    /// {@return the names of the layers, as DPDK prints them: `L2_ETHER L3_IPV4 L4_UDP`}
    ///
    /// @param type [Mbuf#packetType()]
    public static String names(final int type) {
        final StringJoiner names = new StringJoiner(" ");
        names.setEmptyValue("UNKNOWN");
        add(names, switch (type & L2_MASK) {
            case 0 -> null;
            case L2_ETHER -> "L2_ETHER";
            case L2_ETHER_TIMESYNC -> "L2_ETHER_TIMESYNC";
            case L2_ETHER_ARP -> "L2_ETHER_ARP";
            case L2_ETHER_LLDP -> "L2_ETHER_LLDP";
            case L2_ETHER_VLAN -> "L2_ETHER_VLAN";
            case L2_ETHER_QINQ -> "L2_ETHER_QINQ";
            default -> "L2_UNKNOWN";
        });
        add(names, switch (type & L3_MASK) {
            case 0 -> null;
            case L3_IPV4 -> "L3_IPV4";
            case L3_IPV4_EXT -> "L3_IPV4_EXT";
            case L3_IPV6 -> "L3_IPV6";
            case L3_IPV6_EXT -> "L3_IPV6_EXT";
            default -> "L3_UNKNOWN";
        });
        add(names, switch (type & L4_MASK) {
            case 0 -> null;
            case L4_TCP -> "L4_TCP";
            case L4_UDP -> "L4_UDP";
            case L4_FRAG -> "L4_FRAG";
            case L4_SCTP -> "L4_SCTP";
            case L4_ICMP -> "L4_ICMP";
            case L4_NONFRAG -> "L4_NONFRAG";
            case L4_IGMP -> "L4_IGMP";
            default -> "L4_UNKNOWN";
        });
        return names.toString();
    }

    private static void add(final StringJoiner names, final String name) {
        if (name != null) {
            names.add(name);
        }
    }
}
