package dev.pollmode.mlx5.prm;

/// QUERY_ADAPTER (0x101): names the board.
public final class QueryAdapter {
    /// The opcode of this command.
    public static final int OPCODE = 0x101;

    private QueryAdapter() {
    }

    /// The input: 0x10 bytes.
    public static final class In {
        public static final Layout LAYOUT = Layout.input("query_adapter_in", OPCODE, 0x10);

        private In() {
        }
    }

    /// The output: 0x110 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x10 | struct | `query_adapter_struct` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("query_adapter_out", 0x110);
        public static final Block QUERY_ADAPTER_STRUCT = LAYOUT.struct("query_adapter_struct", 0x10, AdapterParameters.LAYOUT);

        private Out() {
        }
    }
}
