package dev.pollmode.mlx5.prm;

/// QP_2RST (0x50a): moves a queue pair to RST.
public final class ToRstQp {
    /// The opcode of this command.
    public static final int OPCODE = 0x50a;

    private ToRstQp() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `qpn` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("qp_2rst_in", OPCODE, 0x10);
        public static final Field QPN = LAYOUT.bits("qpn", 0x08, 23, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("qp_2rst_out", 0x10);

        private Out() {
        }
    }
}
