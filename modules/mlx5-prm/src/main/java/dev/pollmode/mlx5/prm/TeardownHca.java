package dev.pollmode.mlx5.prm;

/// TEARDOWN_HCA (0x103): stops the function.
public final class TeardownHca {
    /// The opcode of this command.
    public static final int OPCODE = 0x103;

    private TeardownHca() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 15:0 | `profile` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("teardown_hca_in", OPCODE, 0x10);
        public static final Field PROFILE = LAYOUT.bits("profile", 0x08, 15, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x0c | 0:0 | `state` | 0 success, 1 failure |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("teardown_hca_out", 0x10);
        public static final Field STATE = LAYOUT.bits("state", 0x0c, 0, 0);

        private Out() {
        }
    }
}
