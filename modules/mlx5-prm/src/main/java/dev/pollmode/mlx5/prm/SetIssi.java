package dev.pollmode.mlx5.prm;

/// SET_ISSI (0x10b): chooses the interface step sequence.
public final class SetIssi {
    /// The opcode of this command.
    public static final int OPCODE = 0x10b;

    private SetIssi() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 15:0 | `current_issi` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("set_issi_in", OPCODE, 0x10);
        public static final Field CURRENT_ISSI = LAYOUT.bits("current_issi", 0x08, 15, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("set_issi_out", 0x10);

        private Out() {
        }
    }
}
