package dev.pollmode.mlx5.prm;

/// MODIFY_RQT (0x917): changes the queues of a table.
public final class ModifyRqt {
    /// The opcode of this command.
    public static final int OPCODE = 0x917;

    private ModifyRqt() {
    }

    /// The input: 0x110 bytes, lists follow.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `rqtn` |  |
    /// | 0x10 | 64 bits | `bitmask` | 0x14[0] rqn_list |
    /// | 0x20 | struct | `ctx` |  |
    /// | 0x110 | struct | `rq_num` | list of 32-bit words |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("modify_rqt_in", OPCODE, 0x110);
        public static final Field RQTN = LAYOUT.bits("rqtn", 0x08, 23, 0);
        public static final LongField BITMASK = LAYOUT.quad("bitmask", 0x10);
        public static final Block CTX = LAYOUT.struct("ctx", 0x20, RqtContext.LAYOUT);
        public static final Block RQ_NUM = LAYOUT.list("rq_num", 0x110, 4);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("modify_rqt_out", 0x10);

        private Out() {
        }
    }
}
