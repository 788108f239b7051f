package dev.pollmode.mlx5.prm;

/// CREATE_EQ (0x301): makes an event queue.
public final class CreateEq {
    /// The opcode of this command.
    public static final int OPCODE = 0x301;

    private CreateEq() {
    }

    /// The input: 0x110 bytes, lists follow.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x10 | struct | `eq_context_entry` |  |
    /// | 0x58 | 64 bits | `event_bitmask` | bit *n* = event type *n* below 64 |
    /// | 0x60 | 64 bits | `event_bitmask_1` | bits 64 and up |
    /// | 0x68 | 64 bits | `event_bitmask_2` |  |
    /// | 0x70 | 64 bits | `event_bitmask_3` |  |
    /// | 0x110 | 64 bits | `pas` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("create_eq_in", OPCODE, 0x110);
        public static final Block EQ_CONTEXT_ENTRY = LAYOUT.struct("eq_context_entry", 0x10, EqContext.LAYOUT);
        public static final LongField EVENT_BITMASK = LAYOUT.quad("event_bitmask", 0x58);
        public static final LongField EVENT_BITMASK_1 = LAYOUT.quad("event_bitmask_1", 0x60);
        public static final LongField EVENT_BITMASK_2 = LAYOUT.quad("event_bitmask_2", 0x68);
        public static final LongField EVENT_BITMASK_3 = LAYOUT.quad("event_bitmask_3", 0x70);
        public static final Block PAS = LAYOUT.list("pas", 0x110, 8);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 7:0 | `eq_number` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("create_eq_out", 0x10);
        public static final Field EQ_NUMBER = LAYOUT.bits("eq_number", 0x08, 7, 0);

        private Out() {
        }
    }
}
