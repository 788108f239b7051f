package dev.pollmode.mlx5.prm;

/// QUERY_MKEY (0x201): reads a memory key.
public final class QueryMkey {
    /// The opcode of this command.
    public static final int OPCODE = 0x201;

    private QueryMkey() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `mkey_index` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("query_mkey_in", OPCODE, 0x10);
        public static final Field MKEY_INDEX = LAYOUT.bits("mkey_index", 0x08, 23, 0);

        private In() {
        }
    }

    /// The output: 0x110 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x10 | struct | `memory_key_mkey_entry` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("query_mkey_out", 0x110);
        public static final Block MEMORY_KEY_MKEY_ENTRY = LAYOUT.struct("memory_key_mkey_entry", 0x10, MkeyContext.LAYOUT);

        private Out() {
        }
    }
}
