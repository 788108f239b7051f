package dev.pollmode.mlx5.prm;

/// QUERY_VPORT_STATE (0x750): reads the administrative and the actual link state.
public final class QueryVportState {
    /// The opcode of this command.
    public static final int OPCODE = 0x750;

    private QueryVportState() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 31:31 | `other_vport` | must be 0 on a VF |
    /// | 0x08 | 15:0 | `vport_number` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("query_vport_state_in", OPCODE, 0x10);
        public static final Field OTHER_VPORT = LAYOUT.bits("other_vport", 0x08, 31, 31);
        public static final Field VPORT_NUMBER = LAYOUT.bits("vport_number", 0x08, 15, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x0c | 7:4 | `admin_state` | 0 down, 1 up, 2 follow |
    /// | 0x0c | 3:0 | `state` | 0 down, 1 up |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("query_vport_state_out", 0x10);
        public static final Field ADMIN_STATE = LAYOUT.bits("admin_state", 0x0c, 7, 4);
        public static final Field STATE = LAYOUT.bits("state", 0x0c, 3, 0);

        private Out() {
        }
    }
}
