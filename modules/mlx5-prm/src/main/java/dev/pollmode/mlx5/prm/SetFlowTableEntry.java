package dev.pollmode.mlx5.prm;

/// SET_FLOW_TABLE_ENTRY (0x936): writes an entry: which packets, and where to.
public final class SetFlowTableEntry {
    /// The opcode of this command.
    public static final int OPCODE = 0x936;

    private SetFlowTableEntry() {
    }

    /// The input: 0x340 bytes, lists follow.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 31:31 | `other_vport` |  |
    /// | 0x08 | 15:0 | `vport_number` |  |
    /// | 0x10 | 31:24 | `table_type` |  |
    /// | 0x14 | 23:0 | `table_id` |  |
    /// | 0x18 | 7:0 | `modify_enable_mask` |  |
    /// | 0x20 | 31:0 | `flow_index` |  |
    /// | 0x40 | struct | `flow_context` |  |
    /// | 0x340 | 64 bits | `destination` | list of destinations, then of counters |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("set_fte_in", OPCODE, 0x340);
        public static final Field OTHER_VPORT = LAYOUT.bits("other_vport", 0x08, 31, 31);
        public static final Field VPORT_NUMBER = LAYOUT.bits("vport_number", 0x08, 15, 0);
        public static final Field TABLE_TYPE = LAYOUT.bits("table_type", 0x10, 31, 24);
        public static final Field TABLE_ID = LAYOUT.bits("table_id", 0x14, 23, 0);
        public static final Field MODIFY_ENABLE_MASK = LAYOUT.bits("modify_enable_mask", 0x18, 7, 0);
        public static final Field FLOW_INDEX = LAYOUT.bits("flow_index", 0x20, 31, 0);
        public static final Block FLOW_CONTEXT = LAYOUT.struct("flow_context", 0x40, FlowContext.LAYOUT);
        public static final Block DESTINATION = LAYOUT.list("destination", 0x340, 8);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("set_flow_table_entry_out", 0x10);

        private Out() {
        }
    }
}
