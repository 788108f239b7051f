package dev.pollmode.mlx5.prm;

/// CREATE_UMEM (0xa08): registers host memory that queues can refer to by a number.
public final class CreateUmem {
    /// The opcode of this command.
    public static final int OPCODE = 0xa08;

    private CreateUmem() {
    }

    /// The input: 0x30 bytes, lists follow.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x10 | struct | `umem` |  |
    /// | 0x30 | 64 bits | `mtt` | list of translation entries |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("create_umem_in", OPCODE, 0x30);
        public static final Block UMEM = LAYOUT.struct("umem", 0x10, UmemContext.LAYOUT);
        public static final Block MTT = LAYOUT.list("mtt", 0x30, 8);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `umem_id` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("create_umem_out", 0x10);
        public static final Field UMEM_ID = LAYOUT.bits("umem_id", 0x08, 23, 0);

        private Out() {
        }
    }
}
