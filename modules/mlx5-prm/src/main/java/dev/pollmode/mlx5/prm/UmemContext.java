package dev.pollmode.mlx5.prm;

/// A registration of host memory.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x10 | 4:0 | `log_page_size` | log2(page)-12 |
/// | 0x14 | 31:0 | `page_offset` | where in the first page the memory begins |
/// | 0x18 | 64 bits | `num_of_mtt` |  |
public final class UmemContext {
    public static final Layout LAYOUT = Layout.struct("umem", 0x20);
    public static final Field LOG_PAGE_SIZE = LAYOUT.bits("log_page_size", 0x10, 4, 0);
    public static final Field PAGE_OFFSET = LAYOUT.bits("page_offset", 0x14, 31, 0);
    public static final LongField NUM_OF_MTT = LAYOUT.quad("num_of_mtt", 0x18);

    private UmemContext() {
    }
}
