package dev.pollmode.mlx5.prm;

/// QUERY_FLOW_GROUP (0x935): reads a group.
public final class QueryFlowGroup {
    /// The opcode of this command.
    public static final int OPCODE = 0x935;

    private QueryFlowGroup() {
    }

    /// The input: 0x40 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x10 | 31:24 | `table_type` |  |
    /// | 0x14 | 23:0 | `table_id` |  |
    /// | 0x18 | 31:0 | `group_id` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("query_flow_group_in", OPCODE, 0x40);
        public static final Field TABLE_TYPE = LAYOUT.bits("table_type", 0x10, 31, 24);
        public static final Field TABLE_ID = LAYOUT.bits("table_id", 0x14, 23, 0);
        public static final Field GROUP_ID = LAYOUT.bits("group_id", 0x18, 31, 0);

        private In() {
        }
    }

    /// The output: 0x400 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x1c | 31:0 | `start_flow_index` |  |
    /// | 0x24 | 31:0 | `end_flow_index` | inclusive |
    /// | 0x3c | 7:0 | `match_criteria_enable` |  |
    /// | 0x40 | struct | `match_criteria` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("query_flow_group_out", 0x400);
        public static final Field START_FLOW_INDEX = LAYOUT.bits("start_flow_index", 0x1c, 31, 0);
        public static final Field END_FLOW_INDEX = LAYOUT.bits("end_flow_index", 0x24, 31, 0);
        public static final Field MATCH_CRITERIA_ENABLE = LAYOUT.bits("match_criteria_enable", 0x3c, 7, 0);
        public static final Block MATCH_CRITERIA = LAYOUT.struct("match_criteria", 0x40, FlowMatch.LAYOUT);

        private Out() {
        }
    }
}
