package dev.pollmode.mlx5.prm;

/// QP_2ERR (0x507): moves a queue pair to ERR.
public final class ToErrQp {
    /// The opcode of this command.
    public static final int OPCODE = 0x507;

    private ToErrQp() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `qpn` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("qp_2err_in", OPCODE, 0x10);
        public static final Field QPN = LAYOUT.bits("qpn", 0x08, 23, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("qp_2err_out", 0x10);

        private Out() {
        }
    }
}
