package dev.pollmode.mlx5.prm;

/// CREATE_XRC_SRQ (0x705): makes a receive queue that queue pairs share.
public final class CreateXrcSrq {
    /// The opcode of this command.
    public static final int OPCODE = 0x705;

    private CreateXrcSrq() {
    }

    /// The input: 0x110 bytes, lists follow.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x10 | struct | `xrc_srq_context_entry` |  |
    /// | 0x110 | 64 bits | `pas` | list |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("create_xrc_srq_in", OPCODE, 0x110);
        public static final Block XRC_SRQ_CONTEXT_ENTRY = LAYOUT.struct("xrc_srq_context_entry", 0x10, XrcSrqContext.LAYOUT);
        public static final Block PAS = LAYOUT.list("pas", 0x110, 8);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `xrc_srqn` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("create_xrc_srq_out", 0x10);
        public static final Field XRC_SRQN = LAYOUT.bits("xrc_srqn", 0x08, 23, 0);

        private Out() {
        }
    }
}
