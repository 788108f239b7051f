package dev.pollmode.mlx5.prm;

/// QUERY_SQ (0x907): reads a send queue.
public final class QuerySq {
    /// The opcode of this command.
    public static final int OPCODE = 0x907;

    private QuerySq() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `sqn` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("query_sq_in", OPCODE, 0x10);
        public static final Field SQN = LAYOUT.bits("sqn", 0x08, 23, 0);

        private In() {
        }
    }

    /// The output: 0x110 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x20 | struct | `ctx` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("query_sq_out", 0x110);
        public static final Block CTX = LAYOUT.struct("ctx", 0x20, SqContext.LAYOUT);

        private Out() {
        }
    }
}
