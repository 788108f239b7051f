package dev.pollmode.mlx5.prm;

/// RTR2RTS_QP (0x504): moves a queue pair from RTR to RTS: it works.
public final class RtrToRtsQp {
    /// The opcode of this command.
    public static final int OPCODE = 0x504;

    private RtrToRtsQp() {
    }

    /// The input: 0x110 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `qpn` |  |
    /// | 0x18 | struct | `qpc` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("rtr2rts_qp_in", OPCODE, 0x110);
        public static final Field QPN = LAYOUT.bits("qpn", 0x08, 23, 0);
        public static final Block QPC = LAYOUT.struct("qpc", 0x18, QpContext.LAYOUT);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("rtr2rts_qp_out", 0x10);

        private Out() {
        }
    }
}
