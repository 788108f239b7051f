package dev.pollmode.mlx5.prm;

/// INIT2RTR_QP (0x503): moves a queue pair from INIT to RTR: it could receive.
public final class InitToRtrQp {
    /// The opcode of this command.
    public static final int OPCODE = 0x503;

    private InitToRtrQp() {
    }

    /// The input: 0x110 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `qpn` |  |
    /// | 0x18 | struct | `qpc` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("init2rtr_qp_in", OPCODE, 0x110);
        public static final Field QPN = LAYOUT.bits("qpn", 0x08, 23, 0);
        public static final Block QPC = LAYOUT.struct("qpc", 0x18, QpContext.LAYOUT);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("init2rtr_qp_out", 0x10);

        private Out() {
        }
    }
}
