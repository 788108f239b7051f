package dev.pollmode.mlx5.prm;

/// CREATE_FLOW_TABLE (0x930): makes a flow table.
public final class CreateFlowTable {
    /// The opcode of this command.
    public static final int OPCODE = 0x930;

    private CreateFlowTable() {
    }

    /// The input: 0x40 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 31:31 | `other_vport` |  |
    /// | 0x08 | 15:0 | `vport_number` |  |
    /// | 0x10 | 31:24 | `table_type` | 0 NIC RX, 1 NIC TX, 2 eswitch egress ACL, 3 ingress ACL, 4 FDB, 5/6 sniffer RX/TX |
    /// | 0x18 | struct | `flow_table_context` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("create_flow_table_in", OPCODE, 0x40);
        public static final Field OTHER_VPORT = LAYOUT.bits("other_vport", 0x08, 31, 31);
        public static final Field VPORT_NUMBER = LAYOUT.bits("vport_number", 0x08, 15, 0);
        public static final Field TABLE_TYPE = LAYOUT.bits("table_type", 0x10, 31, 24);
        public static final Block FLOW_TABLE_CONTEXT = LAYOUT.struct("flow_table_context", 0x18, FlowTableContext.LAYOUT);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `table_id` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("create_flow_table_out", 0x10);
        public static final Field TABLE_ID = LAYOUT.bits("table_id", 0x08, 23, 0);

        private Out() {
        }
    }
}
