package dev.pollmode.mlx5.prm;

/// The context of a receive queue that queue pairs share.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x00 | 31:28 | `state` |  |
/// | 0x00 | 27:24 | `log_xrc_srq_size` |  |
/// | 0x04 | 26:24 | `log_rq_stride` |  |
/// | 0x04 | 23:0 | `xrcd` |  |
/// | 0x08 | 23:0 | `cqn` |  |
/// | 0x10 | 29:24 | `log_page_size` |  |
/// | 0x18 | 23:0 | `pd` |  |
public final class XrcSrqContext {
    public static final Layout LAYOUT = Layout.struct("xrc_srqc", 0x40);
    public static final Field STATE = LAYOUT.bits("state", 0x00, 31, 28);
    public static final Field LOG_XRC_SRQ_SIZE = LAYOUT.bits("log_xrc_srq_size", 0x00, 27, 24);
    public static final Field LOG_RQ_STRIDE = LAYOUT.bits("log_rq_stride", 0x04, 26, 24);
    public static final Field XRCD = LAYOUT.bits("xrcd", 0x04, 23, 0);
    public static final Field CQN = LAYOUT.bits("cqn", 0x08, 23, 0);
    public static final Field LOG_PAGE_SIZE = LAYOUT.bits("log_page_size", 0x10, 29, 24);
    public static final Field PD = LAYOUT.bits("pd", 0x18, 23, 0);

    private XrcSrqContext() {
    }
}
