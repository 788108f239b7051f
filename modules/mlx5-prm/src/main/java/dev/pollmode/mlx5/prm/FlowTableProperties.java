package dev.pollmode.mlx5.prm;

/// What flow tables of one kind can do.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x00 | 31:31 | `ft_support` |  |
/// | 0x00 | 30:30 | `flow_tag` |  |
/// | 0x00 | 29:29 | `flow_counter` |  |
/// | 0x00 | 28:28 | `flow_modify_en` |  |
/// | 0x00 | 27:27 | `modify_root` |  |
/// | 0x00 | 26:26 | `identified_miss_table_mode` |  |
/// | 0x00 | 25:25 | `flow_table_modify` |  |
/// | 0x04 | 29:24 | `log_max_ft_size` |  |
/// | 0x04 | 7:0 | `max_ft_level` |  |
/// | 0x0c | 7:0 | `log_max_ft_num` |  |
/// | 0x10 | 7:0 | `log_max_destination` |  |
/// | 0x14 | 7:0 | `log_max_flow` |  |
/// | 0x20 | 16 bytes | `ft_field_support` |  |
/// | 0x30 | 16 bytes | `ft_field_bitmask_support` |  |
public final class FlowTableProperties {
    public static final Layout LAYOUT = Layout.struct("flow_table_prop_layout", 0x40);
    public static final Field FT_SUPPORT = LAYOUT.bits("ft_support", 0x00, 31, 31);
    public static final Field FLOW_TAG = LAYOUT.bits("flow_tag", 0x00, 30, 30);
    public static final Field FLOW_COUNTER = LAYOUT.bits("flow_counter", 0x00, 29, 29);
    public static final Field FLOW_MODIFY_EN = LAYOUT.bits("flow_modify_en", 0x00, 28, 28);
    public static final Field MODIFY_ROOT = LAYOUT.bits("modify_root", 0x00, 27, 27);
    public static final Field IDENTIFIED_MISS_TABLE_MODE = LAYOUT.bits("identified_miss_table_mode", 0x00, 26, 26);
    public static final Field FLOW_TABLE_MODIFY = LAYOUT.bits("flow_table_modify", 0x00, 25, 25);
    public static final Field LOG_MAX_FT_SIZE = LAYOUT.bits("log_max_ft_size", 0x04, 29, 24);
    public static final Field MAX_FT_LEVEL = LAYOUT.bits("max_ft_level", 0x04, 7, 0);
    public static final Field LOG_MAX_FT_NUM = LAYOUT.bits("log_max_ft_num", 0x0c, 7, 0);
    public static final Field LOG_MAX_DESTINATION = LAYOUT.bits("log_max_destination", 0x10, 7, 0);
    public static final Field LOG_MAX_FLOW = LAYOUT.bits("log_max_flow", 0x14, 7, 0);
    public static final Block FT_FIELD_SUPPORT = LAYOUT.bytes("ft_field_support", 0x20, 16);
    public static final Block FT_FIELD_BITMASK_SUPPORT = LAYOUT.bytes("ft_field_bitmask_support", 0x30, 16);

    private FlowTableProperties() {
    }
}
