package dev.pollmode.mlx5.prm;

/// DESTROY_QP (0x501): ends a queue pair.
public final class DestroyQp {
    /// The opcode of this command.
    public static final int OPCODE = 0x501;

    private DestroyQp() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `qpn` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("destroy_qp_in", OPCODE, 0x10);
        public static final Field QPN = LAYOUT.bits("qpn", 0x08, 23, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("destroy_qp_out", 0x10);

        private Out() {
        }
    }
}
