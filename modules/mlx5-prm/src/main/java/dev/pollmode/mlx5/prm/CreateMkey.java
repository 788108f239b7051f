package dev.pollmode.mlx5.prm;

/// CREATE_MKEY (0x200): makes a memory key: a range of addresses the device may use.
public final class CreateMkey {
    /// The opcode of this command.
    public static final int OPCODE = 0x200;

    private CreateMkey() {
    }

    /// The input: 0x110 bytes, lists follow.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x0c | 31:31 | `pg_access` | 1 = translation list follows and is physical (IOVA) pages |
    /// | 0x10 | struct | `memory_key_mkey_entry` |  |
    /// | 0x60 | 31:0 | `translations_octword_actual_size` |  |
    /// | 0x110 | struct | `klm_pas_mtt` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("create_mkey_in", OPCODE, 0x110);
        public static final Field PG_ACCESS = LAYOUT.bits("pg_access", 0x0c, 31, 31);
        public static final Block MEMORY_KEY_MKEY_ENTRY = LAYOUT.struct("memory_key_mkey_entry", 0x10, MkeyContext.LAYOUT);
        public static final Field TRANSLATIONS_OCTWORD_ACTUAL_SIZE = LAYOUT.bits("translations_octword_actual_size", 0x60, 31, 0);
        public static final Block KLM_PAS_MTT = LAYOUT.list("klm_pas_mtt", 0x110, 8);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `mkey_index` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("create_mkey_out", 0x10);
        public static final Field MKEY_INDEX = LAYOUT.bits("mkey_index", 0x08, 23, 0);

        private Out() {
        }
    }
}
