package dev.pollmode.mlx5.prm;

/// QUERY_FLOW_TABLE_ENTRY (0x937): reads an entry.
public final class QueryFlowTableEntry {
    /// The opcode of this command.
    public static final int OPCODE = 0x937;

    private QueryFlowTableEntry() {
    }

    /// The input: 0x40 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x10 | 31:24 | `table_type` |  |
    /// | 0x14 | 23:0 | `table_id` |  |
    /// | 0x20 | 31:0 | `flow_index` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("query_fte_in", OPCODE, 0x40);
        public static final Field TABLE_TYPE = LAYOUT.bits("table_type", 0x10, 31, 24);
        public static final Field TABLE_ID = LAYOUT.bits("table_id", 0x14, 23, 0);
        public static final Field FLOW_INDEX = LAYOUT.bits("flow_index", 0x20, 31, 0);

        private In() {
        }
    }

    /// The output: 0x340 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x40 | struct | `flow_context` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("query_fte_out", 0x340);
        public static final Block FLOW_CONTEXT = LAYOUT.struct("flow_context", 0x40, FlowContext.LAYOUT);

        private Out() {
        }
    }
}
