package dev.pollmode.mlx5.prm;

/// DEALLOC_FLOW_COUNTER (0x93a): ends a flow counter.
public final class DeallocFlowCounter {
    /// The opcode of this command.
    public static final int OPCODE = 0x93a;

    private DeallocFlowCounter() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 31:0 | `flow_counter_id` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("dealloc_flow_counter_in", OPCODE, 0x10);
        public static final Field FLOW_COUNTER_ID = LAYOUT.bits("flow_counter_id", 0x08, 31, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("dealloc_flow_counter_out", 0x10);

        private Out() {
        }
    }
}
