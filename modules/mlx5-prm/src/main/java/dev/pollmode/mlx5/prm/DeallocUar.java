package dev.pollmode.mlx5.prm;

/// DEALLOC_UAR (0x803): ends a page of doorbell registers.
public final class DeallocUar {
    /// The opcode of this command.
    public static final int OPCODE = 0x803;

    private DeallocUar() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `uar` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("dealloc_uar_in", OPCODE, 0x10);
        public static final Field UAR = LAYOUT.bits("uar", 0x08, 23, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("dealloc_uar_out", 0x10);

        private Out() {
        }
    }
}
