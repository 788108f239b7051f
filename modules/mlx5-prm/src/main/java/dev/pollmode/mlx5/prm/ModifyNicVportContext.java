package dev.pollmode.mlx5.prm;

/// MODIFY_NIC_VPORT_CONTEXT (0x755): changes addresses, MTU and receive modes of the virtual port.
public final class ModifyNicVportContext {
    /// The opcode of this command.
    public static final int OPCODE = 0x755;

    private ModifyNicVportContext() {
    }

    /// The input: 0x200 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 31:31 | `other_vport` |  |
    /// | 0x08 | 15:0 | `vport_number` |  |
    /// | 0x0c | 31:0 | `field_select` |  |
    /// | 0x100 | struct | `nic_vport_context` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("modify_nic_vport_context_in", OPCODE, 0x200);
        public static final Field OTHER_VPORT = LAYOUT.bits("other_vport", 0x08, 31, 31);
        public static final Field VPORT_NUMBER = LAYOUT.bits("vport_number", 0x08, 15, 0);
        public static final Block FIELD_SELECT = LAYOUT.struct("field_select", 0x0c, NicVportFieldSelect.LAYOUT);
        public static final Block NIC_VPORT_CONTEXT = LAYOUT.struct("nic_vport_context", 0x100, NicVportContext.LAYOUT);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("modify_nic_vport_context_out", 0x10);

        private Out() {
        }
    }
}
