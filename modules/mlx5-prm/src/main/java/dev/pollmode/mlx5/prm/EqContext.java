package dev.pollmode.mlx5.prm;

/// The context of an event queue.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x00 | 31:28 | `status` | 0 fine, 0xa write failure |
/// | 0x00 | 18:18 | `ec` | collapsed |
/// | 0x00 | 17:17 | `oi` | overrun ignore |
/// | 0x00 | 11:8 | `st` | 9 armed, 0xa fired, 0xb always armed |
/// | 0x08 | 11:6 | `page_offset` | in 64 B units |
/// | 0x0c | 28:24 | `log_eq_size` |  |
/// | 0x0c | 23:0 | `uar_page` |  |
/// | 0x14 | 7:0 | `intr` | MSI-X vector |
/// | 0x18 | 28:24 | `log_page_size` | log2(page)-12 |
/// | 0x28 | 23:0 | `consumer_counter` |  |
/// | 0x2c | 23:0 | `producer_counter` |  |
public final class EqContext {
    public static final Layout LAYOUT = Layout.struct("eqc", 0x40);
    public static final Field STATUS = LAYOUT.bits("status", 0x00, 31, 28);
    public static final Field EC = LAYOUT.bits("ec", 0x00, 18, 18);
    public static final Field OI = LAYOUT.bits("oi", 0x00, 17, 17);
    public static final Field ST = LAYOUT.bits("st", 0x00, 11, 8);
    public static final Field PAGE_OFFSET = LAYOUT.bits("page_offset", 0x08, 11, 6);
    public static final Field LOG_EQ_SIZE = LAYOUT.bits("log_eq_size", 0x0c, 28, 24);
    public static final Field UAR_PAGE = LAYOUT.bits("uar_page", 0x0c, 23, 0);
    public static final Field INTR = LAYOUT.bits("intr", 0x14, 7, 0);
    public static final Field LOG_PAGE_SIZE = LAYOUT.bits("log_page_size", 0x18, 28, 24);
    public static final Field CONSUMER_COUNTER = LAYOUT.bits("consumer_counter", 0x28, 23, 0);
    public static final Field PRODUCER_COUNTER = LAYOUT.bits("producer_counter", 0x2c, 23, 0);

    private EqContext() {
    }
}
