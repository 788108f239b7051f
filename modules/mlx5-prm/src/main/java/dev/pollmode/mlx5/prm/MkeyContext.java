package dev.pollmode.mlx5.prm;

/// The context of a memory key. The key used in work requests is `mkey_index << 8 or mkey_7_0`.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x00 | 30:30 | `free` |  |
/// | 0x00 | 28:26 | `access_mode_4_2` |  |
/// | 0x00 | 18:18 | `relaxed_ordering_write` |  |
/// | 0x00 | 15:15 | `umr_en` |  |
/// | 0x00 | 14:14 | `a` |  |
/// | 0x00 | 13:13 | `rw` |  |
/// | 0x00 | 12:12 | `rr` |  |
/// | 0x00 | 11:11 | `lw` |  |
/// | 0x00 | 10:10 | `lr` |  |
/// | 0x00 | 9:8 | `access_mode_1_0` | 0 PA, 1 MTT, 2 KLM, 3 KSM |
/// | 0x04 | 31:8 | `qpn` | 0xffffff = any |
/// | 0x04 | 7:0 | `mkey_7_0` | software's variant byte |
/// | 0x0c | 31:31 | `length64` | 1 = whole 2^64 range (with start 0, len 0) |
/// | 0x0c | 30:30 | `bsf_en` |  |
/// | 0x0c | 23:0 | `pd` |  |
/// | 0x10 | 64 bits | `start_addr` |  |
/// | 0x18 | 64 bits | `len` |  |
/// | 0x20 | 31:0 | `bsf_octword_size` |  |
/// | 0x34 | 31:0 | `translations_octword_size` |  |
/// | 0x38 | 4:0 | `log_page_size` |  |
public final class MkeyContext {
    public static final Layout LAYOUT = Layout.struct("mkc", 0x40);
    public static final Field FREE = LAYOUT.bits("free", 0x00, 30, 30);
    public static final Field ACCESS_MODE_4_2 = LAYOUT.bits("access_mode_4_2", 0x00, 28, 26);
    public static final Field RELAXED_ORDERING_WRITE = LAYOUT.bits("relaxed_ordering_write", 0x00, 18, 18);
    public static final Field UMR_EN = LAYOUT.bits("umr_en", 0x00, 15, 15);
    public static final Field A = LAYOUT.bits("a", 0x00, 14, 14);
    public static final Field RW = LAYOUT.bits("rw", 0x00, 13, 13);
    public static final Field RR = LAYOUT.bits("rr", 0x00, 12, 12);
    public static final Field LW = LAYOUT.bits("lw", 0x00, 11, 11);
    public static final Field LR = LAYOUT.bits("lr", 0x00, 10, 10);
    public static final Field ACCESS_MODE_1_0 = LAYOUT.bits("access_mode_1_0", 0x00, 9, 8);
    public static final Field QPN = LAYOUT.bits("qpn", 0x04, 31, 8);
    public static final Field MKEY_7_0 = LAYOUT.bits("mkey_7_0", 0x04, 7, 0);
    public static final Field LENGTH64 = LAYOUT.bits("length64", 0x0c, 31, 31);
    public static final Field BSF_EN = LAYOUT.bits("bsf_en", 0x0c, 30, 30);
    public static final Field PD = LAYOUT.bits("pd", 0x0c, 23, 0);
    public static final LongField START_ADDR = LAYOUT.quad("start_addr", 0x10);
    public static final LongField LEN = LAYOUT.quad("len", 0x18);
    public static final Field BSF_OCTWORD_SIZE = LAYOUT.bits("bsf_octword_size", 0x20, 31, 0);
    public static final Field TRANSLATIONS_OCTWORD_SIZE = LAYOUT.bits("translations_octword_size", 0x34, 31, 0);
    public static final Field LOG_PAGE_SIZE = LAYOUT.bits("log_page_size", 0x38, 4, 0);

    private MkeyContext() {
    }
}
