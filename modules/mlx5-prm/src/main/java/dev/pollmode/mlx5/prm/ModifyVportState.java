package dev.pollmode.mlx5.prm;

/// MODIFY_VPORT_STATE (0x751): asks for a link state.
public final class ModifyVportState {
    /// The opcode of this command.
    public static final int OPCODE = 0x751;

    private ModifyVportState() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 31:31 | `other_vport` | must be 0 on a VF |
    /// | 0x08 | 15:0 | `vport_number` |  |
    /// | 0x0c | 7:4 | `admin_state` | 0 down, 1 up, 2 follow |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("modify_vport_state_in", OPCODE, 0x10);
        public static final Field OTHER_VPORT = LAYOUT.bits("other_vport", 0x08, 31, 31);
        public static final Field VPORT_NUMBER = LAYOUT.bits("vport_number", 0x08, 15, 0);
        public static final Field ADMIN_STATE = LAYOUT.bits("admin_state", 0x0c, 7, 4);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("modify_vport_state_out", 0x10);

        private Out() {
        }
    }
}
