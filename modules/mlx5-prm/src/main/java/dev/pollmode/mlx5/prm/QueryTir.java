package dev.pollmode.mlx5.prm;

/// QUERY_TIR (0x903): reads a receive target.
public final class QueryTir {
    /// The opcode of this command.
    public static final int OPCODE = 0x903;

    private QueryTir() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `tirn` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("query_tir_in", OPCODE, 0x10);
        public static final Field TIRN = LAYOUT.bits("tirn", 0x08, 23, 0);

        private In() {
        }
    }

    /// The output: 0x110 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x20 | struct | `ctx` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("query_tir_out", 0x110);
        public static final Block CTX = LAYOUT.struct("ctx", 0x20, TirContext.LAYOUT);

        private Out() {
        }
    }
}
