package dev.pollmode.mlx5.prm;

/// DESTROY_EQ (0x302): ends an event queue.
public final class DestroyEq {
    /// The opcode of this command.
    public static final int OPCODE = 0x302;

    private DestroyEq() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 7:0 | `eq_number` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("destroy_eq_in", OPCODE, 0x10);
        public static final Field EQ_NUMBER = LAYOUT.bits("eq_number", 0x08, 7, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("destroy_eq_out", 0x10);

        private Out() {
        }
    }
}
