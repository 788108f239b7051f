package dev.pollmode.mlx5.prm;

/// QUERY_RQ (0x90b): reads a receive queue.
public final class QueryRq {
    /// The opcode of this command.
    public static final int OPCODE = 0x90b;

    private QueryRq() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `rqn` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("query_rq_in", OPCODE, 0x10);
        public static final Field RQN = LAYOUT.bits("rqn", 0x08, 23, 0);

        private In() {
        }
    }

    /// The output: 0x110 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x20 | struct | `ctx` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("query_rq_out", 0x110);
        public static final Block CTX = LAYOUT.struct("ctx", 0x20, RqContext.LAYOUT);

        private Out() {
        }
    }
}
