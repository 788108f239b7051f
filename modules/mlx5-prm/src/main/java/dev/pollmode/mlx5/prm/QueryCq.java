package dev.pollmode.mlx5.prm;

/// QUERY_CQ (0x402): reads a completion queue.
public final class QueryCq {
    /// The opcode of this command.
    public static final int OPCODE = 0x402;

    private QueryCq() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `cqn` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("query_cq_in", OPCODE, 0x10);
        public static final Field CQN = LAYOUT.bits("cqn", 0x08, 23, 0);

        private In() {
        }
    }

    /// The output: 0x110 bytes, lists follow.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x10 | struct | `cq_context` |  |
    /// | 0x110 | 64 bits | `pas` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("query_cq_out", 0x110);
        public static final Block CQ_CONTEXT = LAYOUT.struct("cq_context", 0x10, CqContext.LAYOUT);
        public static final Block PAS = LAYOUT.list("pas", 0x110, 8);

        private Out() {
        }
    }
}
