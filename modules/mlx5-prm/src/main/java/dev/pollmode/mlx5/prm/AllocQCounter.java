package dev.pollmode.mlx5.prm;

/// ALLOC_Q_COUNTER (0x771): makes a set of queue counters.
public final class AllocQCounter {
    /// The opcode of this command.
    public static final int OPCODE = 0x771;

    private AllocQCounter() {
    }

    /// The input: 0x10 bytes.
    public static final class In {
        public static final Layout LAYOUT = Layout.input("alloc_q_counter_in", OPCODE, 0x10);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 7:0 | `counter_set_id` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("alloc_q_counter_out", 0x10);
        public static final Field COUNTER_SET_ID = LAYOUT.bits("counter_set_id", 0x08, 7, 0);

        private Out() {
        }
    }
}
