package dev.pollmode.mlx5.prm;

/// CREATE_QP (0x500): makes a queue pair.
public final class CreateQp {
    /// The opcode of this command.
    public static final int OPCODE = 0x500;

    private CreateQp() {
    }

    /// The input: 0x110 bytes, lists follow.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x18 | struct | `qpc` |  |
    /// | 0x110 | 64 bits | `pas` | list |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("create_qp_in", OPCODE, 0x110);
        public static final Block QPC = LAYOUT.struct("qpc", 0x18, QpContext.LAYOUT);
        public static final Block PAS = LAYOUT.list("pas", 0x110, 8);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `qpn` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("create_qp_out", 0x10);
        public static final Field QPN = LAYOUT.bits("qpn", 0x08, 23, 0);

        private Out() {
        }
    }
}
