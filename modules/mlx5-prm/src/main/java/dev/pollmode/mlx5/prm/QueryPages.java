package dev.pollmode.mlx5.prm;

/// QUERY_PAGES (0x107): asks how many pages of host memory the function needs now.
public final class QueryPages {
    /// The opcode of this command.
    public static final int OPCODE = 0x107;

    private QueryPages() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 15:0 | `function_id` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("query_pages_in", OPCODE, 0x10);
        public static final Field FUNCTION_ID = LAYOUT.bits("function_id", 0x08, 15, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 15:0 | `function_id` |  |
    /// | 0x0c | 31:0 | `num_pages` | signed |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("query_pages_out", 0x10);
        public static final Field FUNCTION_ID = LAYOUT.bits("function_id", 0x08, 15, 0);
        public static final Field NUM_PAGES = LAYOUT.bits("num_pages", 0x0c, 31, 0);

        private Out() {
        }
    }
}
