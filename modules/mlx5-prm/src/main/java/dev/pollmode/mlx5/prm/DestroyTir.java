package dev.pollmode.mlx5.prm;

/// DESTROY_TIR (0x902): ends a receive target.
public final class DestroyTir {
    /// The opcode of this command.
    public static final int OPCODE = 0x902;

    private DestroyTir() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `tirn` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("destroy_tir_in", OPCODE, 0x10);
        public static final Field TIRN = LAYOUT.bits("tirn", 0x08, 23, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("destroy_tir_out", 0x10);

        private Out() {
        }
    }
}
