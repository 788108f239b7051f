package dev.pollmode.mlx5.prm;

/// DELETE_FLOW_TABLE_ENTRY (0x938): ends an entry.
public final class DeleteFlowTableEntry {
    /// The opcode of this command.
    public static final int OPCODE = 0x938;

    private DeleteFlowTableEntry() {
    }

    /// The input: 0x40 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 31:31 | `other_vport` | must be 0 on a VF |
    /// | 0x08 | 15:0 | `vport_number` |  |
    /// | 0x10 | 31:24 | `table_type` |  |
    /// | 0x14 | 23:0 | `table_id` |  |
    /// | 0x20 | 31:0 | `flow_index` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("delete_fte_in", OPCODE, 0x40);
        public static final Field OTHER_VPORT = LAYOUT.bits("other_vport", 0x08, 31, 31);
        public static final Field VPORT_NUMBER = LAYOUT.bits("vport_number", 0x08, 15, 0);
        public static final Field TABLE_TYPE = LAYOUT.bits("table_type", 0x10, 31, 24);
        public static final Field TABLE_ID = LAYOUT.bits("table_id", 0x14, 23, 0);
        public static final Field FLOW_INDEX = LAYOUT.bits("flow_index", 0x20, 31, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("delete_flow_table_entry_out", 0x10);

        private Out() {
        }
    }
}
