package dev.pollmode.mlx5.prm;

/// CREATE_TIS (0x912): makes a send target, which send queues refer to.
public final class CreateTis {
    /// The opcode of this command.
    public static final int OPCODE = 0x912;

    private CreateTis() {
    }

    /// The input: 0xc0 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x20 | struct | `ctx` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("create_tis_in", OPCODE, 0xc0);
        public static final Block CTX = LAYOUT.struct("ctx", 0x20, TisContext.LAYOUT);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `tisn` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("create_tis_out", 0x10);
        public static final Field TISN = LAYOUT.bits("tisn", 0x08, 23, 0);

        private Out() {
        }
    }
}
