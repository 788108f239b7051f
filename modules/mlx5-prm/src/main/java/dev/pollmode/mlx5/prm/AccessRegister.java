package dev.pollmode.mlx5.prm;

/// ACCESS_REGISTER (0x805): reads or writes a register of the device.
public final class AccessRegister {
    /// The opcode of this command.
    public static final int OPCODE = 0x805;

    private AccessRegister() {
    }

    /// The input: 0x10 bytes, lists follow.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 15:0 | `register_id` |  |
    /// | 0x0c | 31:0 | `argument` |  |
    /// | 0x10 | struct | `register_data` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("access_register_in", OPCODE, 0x10);
        public static final Field REGISTER_ID = LAYOUT.bits("register_id", 0x08, 15, 0);
        public static final Field ARGUMENT = LAYOUT.bits("argument", 0x0c, 31, 0);
        public static final Block REGISTER_DATA = LAYOUT.bytes("register_data", 0x10, 0x0);

        private In() {
        }
    }

    /// The output: 0x10 bytes, lists follow.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x10 | struct | `register_data` | as many bytes as were sent |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("access_register_out", 0x10);
        public static final Block REGISTER_DATA = LAYOUT.bytes("register_data", 0x10, 0x0);

        private Out() {
        }
    }
}
