package dev.pollmode.mlx5.prm;

/// CREATE_SQ (0x904): makes a send queue.
public final class CreateSq {
    /// The opcode of this command.
    public static final int OPCODE = 0x904;

    private CreateSq() {
    }

    /// The input: 0x110 bytes, lists follow.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x20 | struct | `ctx` |  |
    /// | 0x110 | 64 bits | `pas` | list |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("create_sq_in", OPCODE, 0x110);
        public static final Block CTX = LAYOUT.struct("ctx", 0x20, SqContext.LAYOUT);
        public static final Block PAS = LAYOUT.list("pas", 0x110, 8);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `sqn` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("create_sq_out", 0x10);
        public static final Field SQN = LAYOUT.bits("sqn", 0x08, 23, 0);

        private Out() {
        }
    }
}
