package dev.pollmode.mlx5.prm;

/// QUERY_RMP (0x90f): reads a receive memory pool.
public final class QueryRmp {
    /// The opcode of this command.
    public static final int OPCODE = 0x90f;

    private QueryRmp() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `rmpn` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("query_rmp_in", OPCODE, 0x10);
        public static final Field RMPN = LAYOUT.bits("rmpn", 0x08, 23, 0);

        private In() {
        }
    }

    /// The output: 0x110 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x20 | struct | `ctx` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("query_rmp_out", 0x110);
        public static final Block CTX = LAYOUT.struct("ctx", 0x20, RmpContext.LAYOUT);

        private Out() {
        }
    }
}
