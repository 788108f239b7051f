package dev.pollmode.mlx5.prm;

/// MODIFY_TIS (0x913): changes a send target.
public final class ModifyTis {
    /// The opcode of this command.
    public static final int OPCODE = 0x913;

    private ModifyTis() {
    }

    /// The input: 0xc0 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `tisn` |  |
    /// | 0x10 | 64 bits | `modify_bitmask` |  |
    /// | 0x20 | struct | `ctx` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("modify_tis_in", OPCODE, 0xc0);
        public static final Field TISN = LAYOUT.bits("tisn", 0x08, 23, 0);
        public static final LongField MODIFY_BITMASK = LAYOUT.quad("modify_bitmask", 0x10);
        public static final Block CTX = LAYOUT.struct("ctx", 0x20, TisContext.LAYOUT);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("modify_tis_out", 0x10);

        private Out() {
        }
    }
}
