package dev.pollmode.mlx5.prm;

/// QUERY_HCA_VPORT_PKEY (0x765): reads the partitions of a virtual port.
public final class QueryHcaVportPkey {
    /// The opcode of this command.
    public static final int OPCODE = 0x765;
    /// Index that asks for all partitions.
    public static final int ALL = 0xffff;

    private QueryHcaVportPkey() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 31:31 | `other_vport` | must be 0 on a VF |
    /// | 0x08 | 19:16 | `port_num` |  |
    /// | 0x08 | 15:0 | `vport_number` |  |
    /// | 0x0c | 15:0 | `pkey_index` | or [#ALL] |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("query_hca_vport_pkey_in", OPCODE, 0x10);
        public static final Field OTHER_VPORT = LAYOUT.bits("other_vport", 0x08, 31, 31);
        public static final Field PORT_NUM = LAYOUT.bits("port_num", 0x08, 19, 16);
        public static final Field VPORT_NUMBER = LAYOUT.bits("vport_number", 0x08, 15, 0);
        public static final Field PKEY_INDEX = LAYOUT.bits("pkey_index", 0x0c, 15, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes, lists follow.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x10 | struct | `pkey` | list of 32-bit words |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("query_hca_vport_pkey_out", 0x10);
        public static final Block PKEY = LAYOUT.list("pkey", 0x10, 4);

        private Out() {
        }
    }
}
