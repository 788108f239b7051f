package dev.pollmode.mlx5.prm;

/// DEALLOC_XRCD (0x80f): ends a domain of shared receive queues.
public final class DeallocXrcd {
    /// The opcode of this command.
    public static final int OPCODE = 0x80f;

    private DeallocXrcd() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `xrcd` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("dealloc_xrcd_in", OPCODE, 0x10);
        public static final Field XRCD = LAYOUT.bits("xrcd", 0x08, 23, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("dealloc_xrcd_out", 0x10);

        private Out() {
        }
    }
}
