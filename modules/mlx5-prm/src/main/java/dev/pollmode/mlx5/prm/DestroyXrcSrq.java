package dev.pollmode.mlx5.prm;

/// DESTROY_XRC_SRQ (0x706): ends a receive queue that queue pairs share.
public final class DestroyXrcSrq {
    /// The opcode of this command.
    public static final int OPCODE = 0x706;

    private DestroyXrcSrq() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `xrc_srqn` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("destroy_xrc_srq_in", OPCODE, 0x10);
        public static final Field XRC_SRQN = LAYOUT.bits("xrc_srqn", 0x08, 23, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("destroy_xrc_srq_out", 0x10);

        private Out() {
        }
    }
}
