package dev.pollmode.mlx5.prm;

/// The context of a receive target.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x04 | 31:28 | `disp_type` | 0 direct (inline_rqn), 1 indirect (RQT) |
/// | 0x10 | 27:12 | `lro_timeout_period_usecs` |  |
/// | 0x10 | 11:8 | `lro_enable_mask` | 1 v4, 2 v6 |
/// | 0x10 | 7:0 | `lro_max_msg_sz` | 256-B units |
/// | 0x1c | 23:0 | `inline_rqn` |  |
/// | 0x20 | 31:31 | `rx_hash_symmetric` |  |
/// | 0x20 | 29:29 | `tunneled_offload_en` |  |
/// | 0x20 | 23:0 | `indirect_table` |  |
/// | 0x24 | 31:28 | `rx_hash_fn` | 0 none, 1 XOR8, 2 Toeplitz |
/// | 0x24 | 25:24 | `self_lb_block` | 1 unicast, 2 multicast |
/// | 0x24 | 23:0 | `transport_domain` |  |
/// | 0x28 | 40 bytes | `rx_hash_toeplitz_key` |  |
/// | 0x50 | 31:0 | `rx_hash_field_selector_outer` |  |
/// | 0x54 | 31:0 | `rx_hash_field_selector_inner` |  |
public final class TirContext {
    public static final Layout LAYOUT = Layout.struct("tirc", 0xf0);
    public static final Field DISP_TYPE = LAYOUT.bits("disp_type", 0x04, 31, 28);
    public static final Field LRO_TIMEOUT_PERIOD_USECS = LAYOUT.bits("lro_timeout_period_usecs", 0x10, 27, 12);
    public static final Field LRO_ENABLE_MASK = LAYOUT.bits("lro_enable_mask", 0x10, 11, 8);
    public static final Field LRO_MAX_MSG_SZ = LAYOUT.bits("lro_max_msg_sz", 0x10, 7, 0);
    public static final Field INLINE_RQN = LAYOUT.bits("inline_rqn", 0x1c, 23, 0);
    public static final Field RX_HASH_SYMMETRIC = LAYOUT.bits("rx_hash_symmetric", 0x20, 31, 31);
    public static final Field TUNNELED_OFFLOAD_EN = LAYOUT.bits("tunneled_offload_en", 0x20, 29, 29);
    public static final Field INDIRECT_TABLE = LAYOUT.bits("indirect_table", 0x20, 23, 0);
    public static final Field RX_HASH_FN = LAYOUT.bits("rx_hash_fn", 0x24, 31, 28);
    public static final Field SELF_LB_BLOCK = LAYOUT.bits("self_lb_block", 0x24, 25, 24);
    public static final Field TRANSPORT_DOMAIN = LAYOUT.bits("transport_domain", 0x24, 23, 0);
    public static final Block RX_HASH_TOEPLITZ_KEY = LAYOUT.bytes("rx_hash_toeplitz_key", 0x28, 40);
    public static final Block RX_HASH_FIELD_SELECTOR_OUTER = LAYOUT.struct("rx_hash_field_selector_outer", 0x50, RxHashFields.LAYOUT);
    public static final Block RX_HASH_FIELD_SELECTOR_INNER = LAYOUT.struct("rx_hash_field_selector_inner", 0x54, RxHashFields.LAYOUT);

    private TirContext() {
    }
}
