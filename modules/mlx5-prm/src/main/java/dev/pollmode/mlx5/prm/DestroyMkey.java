package dev.pollmode.mlx5.prm;

/// DESTROY_MKEY (0x202): ends a memory key.
public final class DestroyMkey {
    /// The opcode of this command.
    public static final int OPCODE = 0x202;

    private DestroyMkey() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `mkey_index` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("destroy_mkey_in", OPCODE, 0x10);
        public static final Field MKEY_INDEX = LAYOUT.bits("mkey_index", 0x08, 23, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("destroy_mkey_out", 0x10);

        private Out() {
        }
    }
}
