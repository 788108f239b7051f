package dev.pollmode.mlx5.prm;

/// MODIFY_RQ (0x909): moves a receive queue from one state to another, or changes its options.
public final class ModifyRq {
    /// The opcode of this command.
    public static final int OPCODE = 0x909;

    private ModifyRq() {
    }

    /// The input: 0x110 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 31:28 | `rq_state` |  |
    /// | 0x08 | 23:0 | `rqn` |  |
    /// | 0x10 | 64 bits | `modify_bitmask` | bit 0 lwm, 1 vsd, 2 scatter_fcs, 3 counter_set_id |
    /// | 0x20 | struct | `ctx` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("modify_rq_in", OPCODE, 0x110);
        public static final Field RQ_STATE = LAYOUT.bits("rq_state", 0x08, 31, 28);
        public static final Field RQN = LAYOUT.bits("rqn", 0x08, 23, 0);
        public static final LongField MODIFY_BITMASK = LAYOUT.quad("modify_bitmask", 0x10);
        public static final Block CTX = LAYOUT.struct("ctx", 0x20, RqContext.LAYOUT);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("modify_rq_out", 0x10);

        private Out() {
        }
    }
}
