package dev.pollmode.mlx5.prm;

/// DESTROY_TIS (0x914): ends a send target.
public final class DestroyTis {
    /// The opcode of this command.
    public static final int OPCODE = 0x914;

    private DestroyTis() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `tisn` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("destroy_tis_in", OPCODE, 0x10);
        public static final Field TISN = LAYOUT.bits("tisn", 0x08, 23, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("destroy_tis_out", 0x10);

        private Out() {
        }
    }
}
