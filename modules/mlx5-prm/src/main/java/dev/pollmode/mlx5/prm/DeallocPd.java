package dev.pollmode.mlx5.prm;

/// DEALLOC_PD (0x801): ends a protection domain.
public final class DeallocPd {
    /// The opcode of this command.
    public static final int OPCODE = 0x801;

    private DeallocPd() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `pd` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("dealloc_pd_in", OPCODE, 0x10);
        public static final Field PD = LAYOUT.bits("pd", 0x08, 23, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("dealloc_pd_out", 0x10);

        private Out() {
        }
    }
}
