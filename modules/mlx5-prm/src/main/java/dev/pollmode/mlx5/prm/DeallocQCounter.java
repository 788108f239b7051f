package dev.pollmode.mlx5.prm;

/// DEALLOC_Q_COUNTER (0x772): ends a set of queue counters.
public final class DeallocQCounter {
    /// The opcode of this command.
    public static final int OPCODE = 0x772;

    private DeallocQCounter() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 7:0 | `counter_set_id` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("dealloc_q_counter_in", OPCODE, 0x10);
        public static final Field COUNTER_SET_ID = LAYOUT.bits("counter_set_id", 0x08, 7, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("dealloc_q_counter_out", 0x10);

        private Out() {
        }
    }
}
