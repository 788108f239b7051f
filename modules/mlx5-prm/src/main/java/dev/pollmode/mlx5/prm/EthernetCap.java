package dev.pollmode.mlx5.prm;

/// The Ethernet offload capabilities, type 1 of QUERY_HCA_CAP.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x00 | 31:31 | `csum_cap` |  |
/// | 0x00 | 30:30 | `vlan_cap` |  |
/// | 0x00 | 29:29 | `lro_cap` |  |
/// | 0x00 | 24:24 | `wqe_vlan_insert` |  |
/// | 0x00 | 23:23 | `self_lb_en_modifiable` |  |
/// | 0x00 | 20:16 | `max_lso_cap` | log2 |
/// | 0x00 | 15:14 | `multi_pkt_send_wqe` | 0 no, 1 legacy MPW |
/// | 0x00 | 13:12 | `wqe_inline_mode` | 0 L2 required, 1 ask vport context, 2 not required |
/// | 0x00 | 11:8 | `rss_ind_tbl_cap` | log2 |
/// | 0x00 | 7:7 | `reg_umr_sq` |  |
/// | 0x00 | 6:6 | `scatter_fcs` |  |
/// | 0x00 | 5:5 | `enhanced_multi_pkt_send_wqe` | ConnectX-5 and later |
/// | 0x00 | 1:1 | `tunnel_stateless_gre` |  |
/// | 0x00 | 0:0 | `tunnel_stateless_vxlan` |  |
/// | 0x04 | 31:31 | `swp` |  |
/// | 0x04 | 30:30 | `swp_csum` |  |
/// | 0x04 | 29:29 | `swp_lso` |  |
/// | 0x08 | 15:0 | `lro_min_mss_size` |  |
/// | 0x30 | 16 bytes | `lro_timer_supported_periods` |  |
public final class EthernetCap {
    public static final Layout LAYOUT = Layout.struct("per_protocol_networking_offload_caps", 0x1000);
    public static final Field CSUM_CAP = LAYOUT.bits("csum_cap", 0x00, 31, 31);
    public static final Field VLAN_CAP = LAYOUT.bits("vlan_cap", 0x00, 30, 30);
    public static final Field LRO_CAP = LAYOUT.bits("lro_cap", 0x00, 29, 29);
    public static final Field WQE_VLAN_INSERT = LAYOUT.bits("wqe_vlan_insert", 0x00, 24, 24);
    public static final Field SELF_LB_EN_MODIFIABLE = LAYOUT.bits("self_lb_en_modifiable", 0x00, 23, 23);
    public static final Field MAX_LSO_CAP = LAYOUT.bits("max_lso_cap", 0x00, 20, 16);
    public static final Field MULTI_PKT_SEND_WQE = LAYOUT.bits("multi_pkt_send_wqe", 0x00, 15, 14);
    public static final Field WQE_INLINE_MODE = LAYOUT.bits("wqe_inline_mode", 0x00, 13, 12);
    public static final Field RSS_IND_TBL_CAP = LAYOUT.bits("rss_ind_tbl_cap", 0x00, 11, 8);
    public static final Field REG_UMR_SQ = LAYOUT.bits("reg_umr_sq", 0x00, 7, 7);
    public static final Field SCATTER_FCS = LAYOUT.bits("scatter_fcs", 0x00, 6, 6);
    public static final Field ENHANCED_MULTI_PKT_SEND_WQE = LAYOUT.bits("enhanced_multi_pkt_send_wqe", 0x00, 5, 5);
    public static final Field TUNNEL_STATELESS_GRE = LAYOUT.bits("tunnel_stateless_gre", 0x00, 1, 1);
    public static final Field TUNNEL_STATELESS_VXLAN = LAYOUT.bits("tunnel_stateless_vxlan", 0x00, 0, 0);
    public static final Field SWP = LAYOUT.bits("swp", 0x04, 31, 31);
    public static final Field SWP_CSUM = LAYOUT.bits("swp_csum", 0x04, 30, 30);
    public static final Field SWP_LSO = LAYOUT.bits("swp_lso", 0x04, 29, 29);
    public static final Field LRO_MIN_MSS_SIZE = LAYOUT.bits("lro_min_mss_size", 0x08, 15, 0);
    public static final Block LRO_TIMER_SUPPORTED_PERIODS = LAYOUT.bytes("lro_timer_supported_periods", 0x30, 16);

    private EthernetCap() {
    }
}
