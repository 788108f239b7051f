package dev.pollmode.mlx5.prm;

/// DESTROY_SQ (0x906): ends a send queue.
public final class DestroySq {
    /// The opcode of this command.
    public static final int OPCODE = 0x906;

    private DestroySq() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `sqn` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("destroy_sq_in", OPCODE, 0x10);
        public static final Field SQN = LAYOUT.bits("sqn", 0x08, 23, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("destroy_sq_out", 0x10);

        private Out() {
        }
    }
}
