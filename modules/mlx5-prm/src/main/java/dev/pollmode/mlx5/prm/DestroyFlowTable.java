package dev.pollmode.mlx5.prm;

/// DESTROY_FLOW_TABLE (0x931): ends a flow table.
public final class DestroyFlowTable {
    /// The opcode of this command.
    public static final int OPCODE = 0x931;

    private DestroyFlowTable() {
    }

    /// The input: 0x40 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 31:31 | `other_vport` | must be 0 on a VF |
    /// | 0x08 | 15:0 | `vport_number` |  |
    /// | 0x10 | 31:24 | `table_type` |  |
    /// | 0x14 | 23:0 | `table_id` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("destroy_flow_table_in", OPCODE, 0x40);
        public static final Field OTHER_VPORT = LAYOUT.bits("other_vport", 0x08, 31, 31);
        public static final Field VPORT_NUMBER = LAYOUT.bits("vport_number", 0x08, 15, 0);
        public static final Field TABLE_TYPE = LAYOUT.bits("table_type", 0x10, 31, 24);
        public static final Field TABLE_ID = LAYOUT.bits("table_id", 0x14, 23, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("destroy_flow_table_out", 0x10);

        private Out() {
        }
    }
}
