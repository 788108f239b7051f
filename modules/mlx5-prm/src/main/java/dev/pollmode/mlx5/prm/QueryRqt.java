package dev.pollmode.mlx5.prm;

/// QUERY_RQT (0x919): reads a table of receive queues.
public final class QueryRqt {
    /// The opcode of this command.
    public static final int OPCODE = 0x919;

    private QueryRqt() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `rqtn` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("query_rqt_in", OPCODE, 0x10);
        public static final Field RQTN = LAYOUT.bits("rqtn", 0x08, 23, 0);

        private In() {
        }
    }

    /// The output: 0x110 bytes, lists follow.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x20 | struct | `ctx` |  |
    /// | 0x110 | struct | `rq_num` | list of 32-bit words |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("query_rqt_out", 0x110);
        public static final Block CTX = LAYOUT.struct("ctx", 0x20, RqtContext.LAYOUT);
        public static final Block RQ_NUM = LAYOUT.list("rq_num", 0x110, 4);

        private Out() {
        }
    }
}
