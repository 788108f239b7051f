package dev.pollmode.mlx5.prm;

/// RST2INIT_QP (0x502): moves a queue pair from RST to INIT.
public final class RstToInitQp {
    /// The opcode of this command.
    public static final int OPCODE = 0x502;

    private RstToInitQp() {
    }

    /// The input: 0x110 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `qpn` |  |
    /// | 0x18 | struct | `qpc` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("rst2init_qp_in", OPCODE, 0x110);
        public static final Field QPN = LAYOUT.bits("qpn", 0x08, 23, 0);
        public static final Block QPC = LAYOUT.struct("qpc", 0x18, QpContext.LAYOUT);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("rst2init_qp_out", 0x10);

        private Out() {
        }
    }
}
