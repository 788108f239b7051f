package dev.pollmode.mlx5.prm;

/// The context of a flow table.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x00 | 31:31 | `reformat_en` |  |
/// | 0x00 | 30:30 | `decap_en` |  |
/// | 0x00 | 29:29 | `sw_owner` |  |
/// | 0x00 | 28:28 | `termination_table` |  |
/// | 0x00 | 27:24 | `table_miss_action` | 0 default, 1 go to table_miss_id |
/// | 0x00 | 23:16 | `level` |  |
/// | 0x00 | 7:0 | `log_size` |  |
/// | 0x04 | 23:0 | `table_miss_id` |  |
/// | 0x08 | 23:0 | `lag_master_next_table_id` |  |
public final class FlowTableContext {
    public static final Layout LAYOUT = Layout.struct("flow_table_context", 0x28);
    public static final Field REFORMAT_EN = LAYOUT.bits("reformat_en", 0x00, 31, 31);
    public static final Field DECAP_EN = LAYOUT.bits("decap_en", 0x00, 30, 30);
    public static final Field SW_OWNER = LAYOUT.bits("sw_owner", 0x00, 29, 29);
    public static final Field TERMINATION_TABLE = LAYOUT.bits("termination_table", 0x00, 28, 28);
    public static final Field TABLE_MISS_ACTION = LAYOUT.bits("table_miss_action", 0x00, 27, 24);
    public static final Field LEVEL = LAYOUT.bits("level", 0x00, 23, 16);
    public static final Field LOG_SIZE = LAYOUT.bits("log_size", 0x00, 7, 0);
    public static final Field TABLE_MISS_ID = LAYOUT.bits("table_miss_id", 0x04, 23, 0);
    public static final Field LAG_MASTER_NEXT_TABLE_ID = LAYOUT.bits("lag_master_next_table_id", 0x08, 23, 0);

    private FlowTableContext() {
    }
}
