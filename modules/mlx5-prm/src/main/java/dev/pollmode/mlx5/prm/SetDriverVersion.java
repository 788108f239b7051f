package dev.pollmode.mlx5.prm;

/// SET_DRIVER_VERSION (0x10d): tells the firmware who drives it, for its logs. Known where [HcaCap#DRIVER_VERSION] says so.
public final class SetDriverVersion {
    /// The opcode of this command.
    public static final int OPCODE = 0x10d;

    private SetDriverVersion() {
    }

    /// The input: 0x50 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x10 | 64 bytes | `driver_version` | text, such as `Linux,mlx5_core,5.0`, filled up with zeros |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("set_driver_version_in", OPCODE, 0x50);
        public static final Block DRIVER_VERSION = LAYOUT.bytes("driver_version", 0x10, 64);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("set_driver_version_out", 0x10);

        private Out() {
        }
    }
}
