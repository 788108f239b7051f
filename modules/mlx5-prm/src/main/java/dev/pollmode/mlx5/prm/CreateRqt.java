package dev.pollmode.mlx5.prm;

/// CREATE_RQT (0x916): makes a table of receive queues for RSS.
public final class CreateRqt {
    /// The opcode of this command.
    public static final int OPCODE = 0x916;

    private CreateRqt() {
    }

    /// The input: 0x110 bytes, lists follow.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x20 | struct | `rqt_context` |  |
    /// | 0x110 | struct | `rq_num` | list of 32-bit words, the low 24 bits are the rqn |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("create_rqt_in", OPCODE, 0x110);
        public static final Block RQT_CONTEXT = LAYOUT.struct("rqt_context", 0x20, RqtContext.LAYOUT);
        public static final Block RQ_NUM = LAYOUT.list("rq_num", 0x110, 4);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `rqtn` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("create_rqt_out", 0x10);
        public static final Field RQTN = LAYOUT.bits("rqtn", 0x08, 23, 0);

        private Out() {
        }
    }
}
