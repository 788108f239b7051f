package dev.pollmode.mlx5.prm;

/// DESTROY_CQ (0x401): ends a completion queue.
public final class DestroyCq {
    /// The opcode of this command.
    public static final int OPCODE = 0x401;

    private DestroyCq() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `cqn` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("destroy_cq_in", OPCODE, 0x10);
        public static final Field CQN = LAYOUT.bits("cqn", 0x08, 23, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("destroy_cq_out", 0x10);

        private Out() {
        }
    }
}
