package dev.pollmode.mlx5.prm;

/// The Ethernet, IP, TCP and UDP fields that flow tables match. Addresses of IPv4 stand in the last four bytes.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x00 | 31:0 | `smac_47_16` |  |
/// | 0x04 | 31:16 | `smac_15_0` |  |
/// | 0x04 | 15:0 | `ethertype` |  |
/// | 0x08 | 31:0 | `dmac_47_16` |  |
/// | 0x0c | 31:16 | `dmac_15_0` |  |
/// | 0x0c | 15:13 | `first_prio` |  |
/// | 0x0c | 12:12 | `first_cfi` |  |
/// | 0x0c | 11:0 | `first_vid` |  |
/// | 0x10 | 31:24 | `ip_protocol` |  |
/// | 0x10 | 23:18 | `ip_dscp` |  |
/// | 0x10 | 17:16 | `ip_ecn` |  |
/// | 0x10 | 15:15 | `cvlan_tag` |  |
/// | 0x10 | 14:14 | `svlan_tag` |  |
/// | 0x10 | 13:13 | `frag` |  |
/// | 0x10 | 12:9 | `ip_version` | 4 or 6 |
/// | 0x10 | 8:0 | `tcp_flags` |  |
/// | 0x14 | 31:16 | `tcp_sport` |  |
/// | 0x14 | 15:0 | `tcp_dport` |  |
/// | 0x18 | 7:0 | `ttl_hoplimit` |  |
/// | 0x1c | 31:16 | `udp_sport` |  |
/// | 0x1c | 15:0 | `udp_dport` |  |
/// | 0x20 | 16 bytes | `src_ipv4_src_ipv6` | IPv4 in the last 4 bytes |
/// | 0x30 | 16 bytes | `dst_ipv4_dst_ipv6` |  |
public final class FlowMatchHeaders {
    public static final Layout LAYOUT = Layout.struct("fte_match_set_lyr_2_4", 0x40);
    public static final Field SMAC_47_16 = LAYOUT.bits("smac_47_16", 0x00, 31, 0);
    public static final Field SMAC_15_0 = LAYOUT.bits("smac_15_0", 0x04, 31, 16);
    public static final Field ETHERTYPE = LAYOUT.bits("ethertype", 0x04, 15, 0);
    public static final Field DMAC_47_16 = LAYOUT.bits("dmac_47_16", 0x08, 31, 0);
    public static final Field DMAC_15_0 = LAYOUT.bits("dmac_15_0", 0x0c, 31, 16);
    public static final Field FIRST_PRIO = LAYOUT.bits("first_prio", 0x0c, 15, 13);
    public static final Field FIRST_CFI = LAYOUT.bits("first_cfi", 0x0c, 12, 12);
    public static final Field FIRST_VID = LAYOUT.bits("first_vid", 0x0c, 11, 0);
    public static final Field IP_PROTOCOL = LAYOUT.bits("ip_protocol", 0x10, 31, 24);
    public static final Field IP_DSCP = LAYOUT.bits("ip_dscp", 0x10, 23, 18);
    public static final Field IP_ECN = LAYOUT.bits("ip_ecn", 0x10, 17, 16);
    public static final Field CVLAN_TAG = LAYOUT.bits("cvlan_tag", 0x10, 15, 15);
    public static final Field SVLAN_TAG = LAYOUT.bits("svlan_tag", 0x10, 14, 14);
    public static final Field FRAG = LAYOUT.bits("frag", 0x10, 13, 13);
    public static final Field IP_VERSION = LAYOUT.bits("ip_version", 0x10, 12, 9);
    public static final Field TCP_FLAGS = LAYOUT.bits("tcp_flags", 0x10, 8, 0);
    public static final Field TCP_SPORT = LAYOUT.bits("tcp_sport", 0x14, 31, 16);
    public static final Field TCP_DPORT = LAYOUT.bits("tcp_dport", 0x14, 15, 0);
    public static final Field TTL_HOPLIMIT = LAYOUT.bits("ttl_hoplimit", 0x18, 7, 0);
    public static final Field UDP_SPORT = LAYOUT.bits("udp_sport", 0x1c, 31, 16);
    public static final Field UDP_DPORT = LAYOUT.bits("udp_dport", 0x1c, 15, 0);
    public static final Block SRC_IPV4_SRC_IPV6 = LAYOUT.bytes("src_ipv4_src_ipv6", 0x20, 16);
    public static final Block DST_IPV4_DST_IPV6 = LAYOUT.bytes("dst_ipv4_dst_ipv6", 0x30, 16);

    private FlowMatchHeaders() {
    }
}
