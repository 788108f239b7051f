package dev.pollmode.mlx5.prm;

/// ALLOC_PD (0x800): makes a protection domain.
public final class AllocPd {
    /// The opcode of this command.
    public static final int OPCODE = 0x800;

    private AllocPd() {
    }

    /// The input: 0x10 bytes.
    public static final class In {
        public static final Layout LAYOUT = Layout.input("alloc_pd_in", OPCODE, 0x10);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `pd` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("alloc_pd_out", 0x10);
        public static final Field PD = LAYOUT.bits("pd", 0x08, 23, 0);

        private Out() {
        }
    }
}
