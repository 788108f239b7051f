package dev.pollmode.mlx5.prm;

/// QUERY_TIS (0x915): reads a send target.
public final class QueryTis {
    /// The opcode of this command.
    public static final int OPCODE = 0x915;

    private QueryTis() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `tisn` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("query_tis_in", OPCODE, 0x10);
        public static final Field TISN = LAYOUT.bits("tisn", 0x08, 23, 0);

        private In() {
        }
    }

    /// The output: 0xc0 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x20 | struct | `ctx` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("query_tis_out", 0xc0);
        public static final Block CTX = LAYOUT.struct("ctx", 0x20, TisContext.LAYOUT);

        private Out() {
        }
    }
}
