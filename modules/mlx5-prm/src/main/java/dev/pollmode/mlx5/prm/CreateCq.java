package dev.pollmode.mlx5.prm;

/// CREATE_CQ (0x400): makes a completion queue.
public final class CreateCq {
    /// The opcode of this command.
    public static final int OPCODE = 0x400;

    private CreateCq() {
    }

    /// The input: 0x110 bytes, lists follow.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x10 | struct | `cq_context` |  |
    /// | 0x50 | 64 bits | `cq_umem_offset` |  |
    /// | 0x58 | 31:0 | `cq_umem_id` |  |
    /// | 0x5c | 31:31 | `cq_umem_valid` | the ring lies in registered memory and no pas follow |
    /// | 0x110 | 64 bits | `pas` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("create_cq_in", OPCODE, 0x110);
        public static final Block CQ_CONTEXT = LAYOUT.struct("cq_context", 0x10, CqContext.LAYOUT);
        public static final LongField CQ_UMEM_OFFSET = LAYOUT.quad("cq_umem_offset", 0x50);
        public static final Field CQ_UMEM_ID = LAYOUT.bits("cq_umem_id", 0x58, 31, 0);
        public static final Field CQ_UMEM_VALID = LAYOUT.bits("cq_umem_valid", 0x5c, 31, 31);
        public static final Block PAS = LAYOUT.list("pas", 0x110, 8);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `cqn` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("create_cq_out", 0x10);
        public static final Field CQN = LAYOUT.bits("cqn", 0x08, 23, 0);

        private Out() {
        }
    }
}
