package dev.pollmode.mlx5.prm;

/// MANAGE_PAGES (0x108): gives pages of host memory to the device or takes them back.
public final class ManagePages {
    /// The opcode of this command.
    public static final int OPCODE = 0x108;

    private ManagePages() {
    }

    /// The input: 0x10 bytes, lists follow.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 15:0 | `function_id` |  |
    /// | 0x0c | 31:0 | `input_num_entries` |  |
    /// | 0x10 | 64 bits | `pas` | list, 4 KiB aligned |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("manage_pages_in", OPCODE, 0x10);
        public static final Field FUNCTION_ID = LAYOUT.bits("function_id", 0x08, 15, 0);
        public static final Field INPUT_NUM_ENTRIES = LAYOUT.bits("input_num_entries", 0x0c, 31, 0);
        public static final Block PAS = LAYOUT.list("pas", 0x10, 8);

        private In() {
        }
    }

    /// The output: 0x10 bytes, lists follow.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 31:0 | `output_num_entries` |  |
    /// | 0x10 | 64 bits | `pas` | list (take only; may be fewer than asked) |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("manage_pages_out", 0x10);
        public static final Field OUTPUT_NUM_ENTRIES = LAYOUT.bits("output_num_entries", 0x08, 31, 0);
        public static final Block PAS = LAYOUT.list("pas", 0x10, 8);

        private Out() {
        }
    }
}
