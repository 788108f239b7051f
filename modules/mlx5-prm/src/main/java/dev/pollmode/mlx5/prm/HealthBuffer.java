package dev.pollmode.mlx5.prm;

/// The health buffer of the init segment, at offset 0x200 of BAR0. All-ones in `fw_version` means that the device is
/// gone.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x00 | 31:0 | `assert_var_0` |  |
/// | 0x04 | 31:0 | `assert_var_1` |  |
/// | 0x08 | 31:0 | `assert_var_2` |  |
/// | 0x0c | 31:0 | `assert_var_3` |  |
/// | 0x10 | 31:0 | `assert_var_4` |  |
/// | 0x20 | 31:0 | `assert_existptr` |  |
/// | 0x24 | 31:0 | `assert_callra` |  |
/// | 0x30 | 31:0 | `fw_version` |  |
/// | 0x34 | 31:0 | `hw_id` |  |
/// | 0x38 | 31:31 | `rfr` | asks for a recovery flow |
/// | 0x3c | 31:24 | `irisc_index` |  |
/// | 0x3c | 23:16 | `synd` |  |
/// | 0x3c | 15:0 | `ext_synd` |  |
public final class HealthBuffer {
    public static final Layout LAYOUT = Layout.struct("health_buffer", 0x40);
    public static final Field ASSERT_VAR_0 = LAYOUT.bits("assert_var_0", 0x00, 31, 0);
    public static final Field ASSERT_VAR_1 = LAYOUT.bits("assert_var_1", 0x04, 31, 0);
    public static final Field ASSERT_VAR_2 = LAYOUT.bits("assert_var_2", 0x08, 31, 0);
    public static final Field ASSERT_VAR_3 = LAYOUT.bits("assert_var_3", 0x0c, 31, 0);
    public static final Field ASSERT_VAR_4 = LAYOUT.bits("assert_var_4", 0x10, 31, 0);
    public static final Field ASSERT_EXISTPTR = LAYOUT.bits("assert_existptr", 0x20, 31, 0);
    public static final Field ASSERT_CALLRA = LAYOUT.bits("assert_callra", 0x24, 31, 0);
    public static final Field FW_VERSION = LAYOUT.bits("fw_version", 0x30, 31, 0);
    public static final Field HW_ID = LAYOUT.bits("hw_id", 0x34, 31, 0);
    public static final Field RFR = LAYOUT.bits("rfr", 0x38, 31, 31);
    public static final Field IRISC_INDEX = LAYOUT.bits("irisc_index", 0x3c, 31, 24);
    public static final Field SYND = LAYOUT.bits("synd", 0x3c, 23, 16);
    public static final Field EXT_SYND = LAYOUT.bits("ext_synd", 0x3c, 15, 0);

    private HealthBuffer() {
    }
}
