package dev.pollmode.mlx5.prm;

/// QUERY_EQ (0x303): reads an event queue.
public final class QueryEq {
    /// The opcode of this command.
    public static final int OPCODE = 0x303;

    private QueryEq() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 7:0 | `eq_number` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("query_eq_in", OPCODE, 0x10);
        public static final Field EQ_NUMBER = LAYOUT.bits("eq_number", 0x08, 7, 0);

        private In() {
        }
    }

    /// The output: 0x110 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x10 | struct | `eq_context_entry` |  |
    /// | 0x58 | 64 bits | `event_bitmask` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("query_eq_out", 0x110);
        public static final Block EQ_CONTEXT_ENTRY = LAYOUT.struct("eq_context_entry", 0x10, EqContext.LAYOUT);
        public static final LongField EVENT_BITMASK = LAYOUT.quad("event_bitmask", 0x58);

        private Out() {
        }
    }
}
