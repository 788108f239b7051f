package dev.pollmode.mlx5.prm;

/// DISABLE_HCA (0x105): the last command of a function.
public final class DisableHca {
    /// The opcode of this command.
    public static final int OPCODE = 0x105;

    private DisableHca() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 15:0 | `function_id` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("disable_hca_in", OPCODE, 0x10);
        public static final Field FUNCTION_ID = LAYOUT.bits("function_id", 0x08, 15, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("disable_hca_out", 0x10);

        private Out() {
        }
    }
}
