package dev.pollmode.mlx5.prm;

/// INIT_HCA (0x102): starts the function; capabilities are fixed from here on.
public final class InitHca {
    /// The opcode of this command.
    public static final int OPCODE = 0x102;

    private InitHca() {
    }

    /// The input: 0x10 bytes.
    public static final class In {
        public static final Layout LAYOUT = Layout.input("init_hca_in", OPCODE, 0x10);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("init_hca_out", 0x10);

        private Out() {
        }
    }
}
