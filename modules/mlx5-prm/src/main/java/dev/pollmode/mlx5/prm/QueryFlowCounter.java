package dev.pollmode.mlx5.prm;

/// QUERY_FLOW_COUNTER (0x93b): reads a flow counter.
public final class QueryFlowCounter {
    /// The opcode of this command.
    public static final int OPCODE = 0x93b;

    private QueryFlowCounter() {
    }

    /// The input: 0x20 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x18 | 31:31 | `clear` |  |
    /// | 0x18 | 29:0 | `num_of_counters` |  |
    /// | 0x1c | 31:0 | `flow_counter_id` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("query_flow_counter_in", OPCODE, 0x20);
        public static final Field CLEAR = LAYOUT.bits("clear", 0x18, 31, 31);
        public static final Field NUM_OF_COUNTERS = LAYOUT.bits("num_of_counters", 0x18, 29, 0);
        public static final Field FLOW_COUNTER_ID = LAYOUT.bits("flow_counter_id", 0x1c, 31, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes, lists follow.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x10 | struct | `flow_statistics` | list of packets and octets |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("query_flow_counter_out", 0x10);
        public static final Block FLOW_STATISTICS = LAYOUT.list("flow_statistics", 0x10, 16);

        private Out() {
        }
    }
}
