package dev.pollmode.mlx5.prm;

/// SET_FLOW_TABLE_ROOT (0x92f): chooses the table at which steering begins.
public final class SetFlowTableRoot {
    /// The opcode of this command.
    public static final int OPCODE = 0x92f;

    private SetFlowTableRoot() {
    }

    /// The input: 0x40 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 31:31 | `other_vport` |  |
    /// | 0x08 | 15:0 | `vport_number` |  |
    /// | 0x10 | 31:24 | `table_type` |  |
    /// | 0x14 | 23:0 | `table_id` |  |
    /// | 0x18 | 23:0 | `underlay_qpn` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("set_flow_table_root_in", OPCODE, 0x40);
        public static final Field OTHER_VPORT = LAYOUT.bits("other_vport", 0x08, 31, 31);
        public static final Field VPORT_NUMBER = LAYOUT.bits("vport_number", 0x08, 15, 0);
        public static final Field TABLE_TYPE = LAYOUT.bits("table_type", 0x10, 31, 24);
        public static final Field TABLE_ID = LAYOUT.bits("table_id", 0x14, 23, 0);
        public static final Field UNDERLAY_QPN = LAYOUT.bits("underlay_qpn", 0x18, 23, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("set_flow_table_root_out", 0x10);

        private Out() {
        }
    }
}
