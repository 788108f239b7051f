package dev.pollmode.mlx5.prm;

/// ALLOC_FLOW_COUNTER (0x939): makes a flow counter.
public final class AllocFlowCounter {
    /// The opcode of this command.
    public static final int OPCODE = 0x939;

    private AllocFlowCounter() {
    }

    /// The input: 0x10 bytes.
    public static final class In {
        public static final Layout LAYOUT = Layout.input("alloc_flow_counter_in", OPCODE, 0x10);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 31:0 | `flow_counter_id` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("alloc_flow_counter_out", 0x10);
        public static final Field FLOW_COUNTER_ID = LAYOUT.bits("flow_counter_id", 0x08, 31, 0);

        private Out() {
        }
    }
}
