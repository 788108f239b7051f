package dev.pollmode.mlx5.prm;

/// CREATE_RQ (0x908): makes a receive queue.
public final class CreateRq {
    /// The opcode of this command.
    public static final int OPCODE = 0x908;

    private CreateRq() {
    }

    /// The input: 0x110 bytes, lists follow.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x20 | struct | `ctx` |  |
    /// | 0x110 | 64 bits | `pas` | list |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("create_rq_in", OPCODE, 0x110);
        public static final Block CTX = LAYOUT.struct("ctx", 0x20, RqContext.LAYOUT);
        public static final Block PAS = LAYOUT.list("pas", 0x110, 8);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `rqn` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("create_rq_out", 0x10);
        public static final Field RQN = LAYOUT.bits("rqn", 0x08, 23, 0);

        private Out() {
        }
    }
}
