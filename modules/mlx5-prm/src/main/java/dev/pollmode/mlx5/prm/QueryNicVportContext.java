package dev.pollmode.mlx5.prm;

/// QUERY_NIC_VPORT_CONTEXT (0x754): reads addresses, MTU and receive modes of the virtual port.
public final class QueryNicVportContext {
    /// The opcode of this command.
    public static final int OPCODE = 0x754;

    private QueryNicVportContext() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 31:31 | `other_vport` | 0 on a VF |
    /// | 0x08 | 15:0 | `vport_number` | 0 |
    /// | 0x0c | 26:24 | `allowed_list_type` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("query_nic_vport_context_in", OPCODE, 0x10);
        public static final Field OTHER_VPORT = LAYOUT.bits("other_vport", 0x08, 31, 31);
        public static final Field VPORT_NUMBER = LAYOUT.bits("vport_number", 0x08, 15, 0);
        public static final Field ALLOWED_LIST_TYPE = LAYOUT.bits("allowed_list_type", 0x0c, 26, 24);

        private In() {
        }
    }

    /// The output: 0x110 bytes, lists follow.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x10 | struct | `nic_vport_context` |  |
    /// | 0x110 | 64 bits | `current_uc_mac_address` | list of the kind asked for, MAC in bytes 2..7 of each 8; VLANs take 4 bytes each |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("query_nic_vport_context_out", 0x110);
        public static final Block NIC_VPORT_CONTEXT = LAYOUT.struct("nic_vport_context", 0x10, NicVportContext.LAYOUT);
        public static final Block CURRENT_UC_MAC_ADDRESS = LAYOUT.list("current_uc_mac_address", 0x110, 8);

        private Out() {
        }
    }
}
