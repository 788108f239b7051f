package dev.pollmode.mlx5.prm;

/// QUERY_HCA_CAP (0x100): reads the capabilities of one type, as they are or as they may become.
public final class QueryHcaCap {
    /// The opcode of this command.
    public static final int OPCODE = 0x100;

    private QueryHcaCap() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 31:31 | `other_function` | must be 0 on a VF |
    /// | 0x08 | 15:0 | `function_id` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("query_hca_cap_in", OPCODE, 0x10);
        public static final Field OTHER_FUNCTION = LAYOUT.bits("other_function", 0x08, 31, 31);
        public static final Field FUNCTION_ID = LAYOUT.bits("function_id", 0x08, 15, 0);

        private In() {
        }
    }

    /// The output: 0x1010 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x10 | struct | `capability` | of the type asked for |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("query_hca_cap_out", 0x1010);
        public static final Block CAPABILITY = LAYOUT.bytes("capability", 0x10, 0x1000);

        private Out() {
        }
    }
}
