package dev.pollmode.mlx5.prm;

/// QUERY_ISSI (0x10a): asks which interface step sequence the firmware speaks.
public final class QueryIssi {
    /// The opcode of this command.
    public static final int OPCODE = 0x10a;

    private QueryIssi() {
    }

    /// The input: 0x10 bytes.
    public static final class In {
        public static final Layout LAYOUT = Layout.input("query_issi_in", OPCODE, 0x10);

        private In() {
        }
    }

    /// The output: 0x70 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 15:0 | `current_issi` |  |
    /// | 0x6c | 31:0 | `supported_issi_dw0` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("query_issi_out", 0x70);
        public static final Field CURRENT_ISSI = LAYOUT.bits("current_issi", 0x08, 15, 0);
        public static final Field SUPPORTED_ISSI_DW0 = LAYOUT.bits("supported_issi_dw0", 0x6c, 31, 0);

        private Out() {
        }
    }
}
