package dev.pollmode.mlx5.prm;

/// ALLOC_XRCD (0x80e): makes a domain of shared receive queues.
public final class AllocXrcd {
    /// The opcode of this command.
    public static final int OPCODE = 0x80e;

    private AllocXrcd() {
    }

    /// The input: 0x10 bytes.
    public static final class In {
        public static final Layout LAYOUT = Layout.input("alloc_xrcd_in", OPCODE, 0x10);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `xrcd` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("alloc_xrcd_out", 0x10);
        public static final Field XRCD = LAYOUT.bits("xrcd", 0x08, 23, 0);

        private Out() {
        }
    }
}
