package dev.pollmode.mlx5.prm;

/// DESTROY_UMEM (0xa0a): ends a registration of host memory.
public final class DestroyUmem {
    /// The opcode of this command.
    public static final int OPCODE = 0xa0a;

    private DestroyUmem() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `umem_id` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("destroy_umem_in", OPCODE, 0x10);
        public static final Field UMEM_ID = LAYOUT.bits("umem_id", 0x08, 23, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("destroy_umem_out", 0x10);

        private Out() {
        }
    }
}
