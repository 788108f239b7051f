package dev.pollmode.mlx5.prm;

/// CREATE_TIR (0x900): makes a receive target: how a class of packets spreads over queues.
public final class CreateTir {
    /// The opcode of this command.
    public static final int OPCODE = 0x900;

    private CreateTir() {
    }

    /// The input: 0x110 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x20 | struct | `ctx` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("create_tir_in", OPCODE, 0x110);
        public static final Block CTX = LAYOUT.struct("ctx", 0x20, TirContext.LAYOUT);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `tirn` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("create_tir_out", 0x10);
        public static final Field TIRN = LAYOUT.bits("tirn", 0x08, 23, 0);

        private Out() {
        }
    }
}
