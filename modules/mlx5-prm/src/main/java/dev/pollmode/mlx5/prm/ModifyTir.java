package dev.pollmode.mlx5.prm;

/// MODIFY_TIR (0x901): changes a receive target.
public final class ModifyTir {
    /// The opcode of this command.
    public static final int OPCODE = 0x901;

    /// Bits of `modify_bitmask`.
    public static final long SELECT_LRO = 1L;
    public static final long SELECT_TABLE = 1L << 1;
    public static final long SELECT_HASH = 1L << 2;
    public static final long SELECT_SELF_LOOP = 1L << 4;

    private ModifyTir() {
    }

    /// The input: 0x110 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `tirn` |  |
    /// | 0x10 | 64 bits | `modify_bitmask` | see the `SELECT_` bits |
    /// | 0x20 | struct | `ctx` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("modify_tir_in", OPCODE, 0x110);
        public static final Field TIRN = LAYOUT.bits("tirn", 0x08, 23, 0);
        public static final LongField MODIFY_BITMASK = LAYOUT.quad("modify_bitmask", 0x10);
        public static final Block CTX = LAYOUT.struct("ctx", 0x20, TirContext.LAYOUT);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("modify_tir_out", 0x10);

        private Out() {
        }
    }
}
