package dev.pollmode.mlx5.prm;

/// DESTROY_RQ (0x90a): ends a receive queue.
public final class DestroyRq {
    /// The opcode of this command.
    public static final int OPCODE = 0x90a;

    private DestroyRq() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `rqn` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("destroy_rq_in", OPCODE, 0x10);
        public static final Field RQN = LAYOUT.bits("rqn", 0x08, 23, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("destroy_rq_out", 0x10);

        private Out() {
        }
    }
}
