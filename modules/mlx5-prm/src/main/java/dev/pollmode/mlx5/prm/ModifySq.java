package dev.pollmode.mlx5.prm;

/// MODIFY_SQ (0x905): moves a send queue from one state to another.
public final class ModifySq {
    /// The opcode of this command.
    public static final int OPCODE = 0x905;

    private ModifySq() {
    }

    /// The input: 0x110 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 31:28 | `sq_state` | current |
    /// | 0x08 | 23:0 | `sqn` |  |
    /// | 0x10 | 64 bits | `modify_bitmask` |  |
    /// | 0x20 | struct | `ctx` | new state in ctx.state |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("modify_sq_in", OPCODE, 0x110);
        public static final Field SQ_STATE = LAYOUT.bits("sq_state", 0x08, 31, 28);
        public static final Field SQN = LAYOUT.bits("sqn", 0x08, 23, 0);
        public static final LongField MODIFY_BITMASK = LAYOUT.quad("modify_bitmask", 0x10);
        public static final Block CTX = LAYOUT.struct("ctx", 0x20, SqContext.LAYOUT);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("modify_sq_out", 0x10);

        private Out() {
        }
    }
}
