package dev.pollmode.mlx5.prm;

/// MODIFY_CQ (0x403): changes moderation of a completion queue, or its event queue.
public final class ModifyCq {
    /// The opcode of this command.
    public static final int OPCODE = 0x403;

    private ModifyCq() {
    }

    /// The input: 0x110 bytes, lists follow.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `cqn` |  |
    /// | 0x0c | 31:0 | `field_select` | bit 0 period, 1 max count, 2 overrun ignore, 4 period mode, 5 event queue (op_mod 1: resize, not supported) |
    /// | 0x10 | struct | `cq_context` |  |
    /// | 0x110 | 64 bits | `pas` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("modify_cq_in", OPCODE, 0x110);
        public static final Field CQN = LAYOUT.bits("cqn", 0x08, 23, 0);
        public static final Field FIELD_SELECT = LAYOUT.bits("field_select", 0x0c, 31, 0);
        public static final Block CQ_CONTEXT = LAYOUT.struct("cq_context", 0x10, CqContext.LAYOUT);
        public static final Block PAS = LAYOUT.list("pas", 0x110, 8);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("modify_cq_out", 0x10);

        private Out() {
        }
    }
}
