package dev.pollmode.mlx5.prm;

/// ENABLE_HCA (0x104): opens the command interface of the function for use.
public final class EnableHca {
    /// The opcode of this command.
    public static final int OPCODE = 0x104;

    private EnableHca() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 15:0 | `function_id` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("enable_hca_in", OPCODE, 0x10);
        public static final Field FUNCTION_ID = LAYOUT.bits("function_id", 0x08, 15, 0);

        private In() {
        }
    }

    /// The output: 0x0c bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("enable_hca_out", 0x0c);

        private Out() {
        }
    }
}
