package dev.pollmode.mlx5.prm;

/// CREATE_FLOW_GROUP (0x933): makes a group of a flow table: a range of entries with one mask.
public final class CreateFlowGroup {
    /// The opcode of this command.
    public static final int OPCODE = 0x933;

    private CreateFlowGroup() {
    }

    /// The input: 0x400 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 31:31 | `other_vport` | must be 0 on a VF |
    /// | 0x08 | 15:0 | `vport_number` |  |
    /// | 0x10 | 31:24 | `table_type` |  |
    /// | 0x14 | 23:0 | `table_id` |  |
    /// | 0x1c | 31:0 | `start_flow_index` |  |
    /// | 0x24 | 31:0 | `end_flow_index` | inclusive |
    /// | 0x3c | 7:0 | `match_criteria_enable` | bit 0 outer, 1 misc, 2 inner, 3 misc2 |
    /// | 0x40 | struct | `match_criteria` | fte_match_param = mask |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("create_flow_group_in", OPCODE, 0x400);
        public static final Field OTHER_VPORT = LAYOUT.bits("other_vport", 0x08, 31, 31);
        public static final Field VPORT_NUMBER = LAYOUT.bits("vport_number", 0x08, 15, 0);
        public static final Field TABLE_TYPE = LAYOUT.bits("table_type", 0x10, 31, 24);
        public static final Field TABLE_ID = LAYOUT.bits("table_id", 0x14, 23, 0);
        public static final Field START_FLOW_INDEX = LAYOUT.bits("start_flow_index", 0x1c, 31, 0);
        public static final Field END_FLOW_INDEX = LAYOUT.bits("end_flow_index", 0x24, 31, 0);
        public static final Field MATCH_CRITERIA_ENABLE = LAYOUT.bits("match_criteria_enable", 0x3c, 7, 0);
        public static final Block MATCH_CRITERIA = LAYOUT.struct("match_criteria", 0x40, FlowMatch.LAYOUT);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `group_id` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("create_flow_group_out", 0x10);
        public static final Field GROUP_ID = LAYOUT.bits("group_id", 0x08, 23, 0);

        private Out() {
        }
    }
}
