package dev.pollmode.mlx5.prm;

/// QUERY_FLOW_TABLE (0x932): reads a flow table.
public final class QueryFlowTable {
    /// The opcode of this command.
    public static final int OPCODE = 0x932;

    private QueryFlowTable() {
    }

    /// The input: 0x40 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x10 | 31:24 | `table_type` |  |
    /// | 0x14 | 23:0 | `table_id` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("query_flow_table_in", OPCODE, 0x40);
        public static final Field TABLE_TYPE = LAYOUT.bits("table_type", 0x10, 31, 24);
        public static final Field TABLE_ID = LAYOUT.bits("table_id", 0x14, 23, 0);

        private In() {
        }
    }

    /// The output: 0x40 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x18 | struct | `flow_table_context` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("query_flow_table_out", 0x40);
        public static final Block FLOW_TABLE_CONTEXT = LAYOUT.struct("flow_table_context", 0x18, FlowTableContext.LAYOUT);

        private Out() {
        }
    }
}
