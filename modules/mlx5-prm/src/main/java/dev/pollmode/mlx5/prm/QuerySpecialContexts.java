package dev.pollmode.mlx5.prm;

/// QUERY_SPECIAL_CONTEXTS (0x203): reads the keys that exist without being made.
public final class QuerySpecialContexts {
    /// The opcode of this command.
    public static final int OPCODE = 0x203;

    private QuerySpecialContexts() {
    }

    /// The input: 0x10 bytes.
    public static final class In {
        public static final Layout LAYOUT = Layout.input("query_special_contexts_in", OPCODE, 0x10);

        private In() {
        }
    }

    /// The output: 0x20 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 31:0 | `dump_fill_mkey` |  |
    /// | 0x0c | 31:0 | `resd_lkey` |  |
    /// | 0x10 | 31:0 | `null_mkey` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("query_special_contexts_out", 0x20);
        public static final Field DUMP_FILL_MKEY = LAYOUT.bits("dump_fill_mkey", 0x08, 31, 0);
        public static final Field RESD_LKEY = LAYOUT.bits("resd_lkey", 0x0c, 31, 0);
        public static final Field NULL_MKEY = LAYOUT.bits("null_mkey", 0x10, 31, 0);

        private Out() {
        }
    }
}
