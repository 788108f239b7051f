package dev.pollmode.mlx5.prm;

/// MODIFY_RMP (0x90d): moves a receive memory pool from one state to another.
public final class ModifyRmp {
    /// The opcode of this command.
    public static final int OPCODE = 0x90d;

    private ModifyRmp() {
    }

    /// The input: 0x110 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 31:28 | `rmp_state` | current |
    /// | 0x08 | 23:0 | `rmpn` |  |
    /// | 0x10 | 64 bits | `modify_bitmask` | bit 0 lwm |
    /// | 0x20 | struct | `ctx` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("modify_rmp_in", OPCODE, 0x110);
        public static final Field RMP_STATE = LAYOUT.bits("rmp_state", 0x08, 31, 28);
        public static final Field RMPN = LAYOUT.bits("rmpn", 0x08, 23, 0);
        public static final LongField MODIFY_BITMASK = LAYOUT.quad("modify_bitmask", 0x10);
        public static final Block CTX = LAYOUT.struct("ctx", 0x20, RmpContext.LAYOUT);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("modify_rmp_out", 0x10);

        private Out() {
        }
    }
}
