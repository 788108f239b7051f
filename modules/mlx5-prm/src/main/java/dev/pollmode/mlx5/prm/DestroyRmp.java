package dev.pollmode.mlx5.prm;

/// DESTROY_RMP (0x90e): ends a receive memory pool.
public final class DestroyRmp {
    /// The opcode of this command.
    public static final int OPCODE = 0x90e;

    private DestroyRmp() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `rmpn` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("destroy_rmp_in", OPCODE, 0x10);
        public static final Field RMPN = LAYOUT.bits("rmpn", 0x08, 23, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("destroy_rmp_out", 0x10);

        private Out() {
        }
    }
}
