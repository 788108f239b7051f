package dev.pollmode.mlx5.prm;

/// DESTROY_RQT (0x918): ends a table of receive queues.
public final class DestroyRqt {
    /// The opcode of this command.
    public static final int OPCODE = 0x918;

    private DestroyRqt() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `rqtn` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("destroy_rqt_in", OPCODE, 0x10);
        public static final Field RQTN = LAYOUT.bits("rqtn", 0x08, 23, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("destroy_rqt_out", 0x10);

        private Out() {
        }
    }
}
