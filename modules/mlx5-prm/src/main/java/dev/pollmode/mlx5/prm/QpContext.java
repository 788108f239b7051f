package dev.pollmode.mlx5.prm;

/// The context of a queue pair. Only what a pair without a transport needs is named.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x00 | 31:28 | `state` |  |
/// | 0x00 | 23:16 | `st` | 0xc = only changes memory keys |
/// | 0x00 | 12:11 | `pm_state` |  |
/// | 0x04 | 23:0 | `pd` |  |
/// | 0x08 | 22:19 | `log_rq_size` |  |
/// | 0x08 | 18:16 | `log_rq_stride` | relative to 16 bytes |
/// | 0x08 | 15:15 | `no_sq` |  |
/// | 0x08 | 14:11 | `log_sq_size` |  |
/// | 0x08 | 4:4 | `rlky` |  |
/// | 0x0c | 23:0 | `uar_page` |  |
/// | 0x10 | 23:0 | `user_index` |  |
/// | 0x14 | 28:24 | `log_page_size` |  |
/// | 0x70 | 11:11 | `fre` |  |
/// | 0x7c | 23:0 | `cqn_snd` |  |
/// | 0x90 | 11:6 | `page_offset` |  |
/// | 0x9c | 23:0 | `cqn_rcv` |  |
/// | 0xa0 | 64 bits | `dbr_addr` |  |
/// | 0xac | 26:24 | `rq_type` | 3 = no receive queue |
/// | 0xac | 23:0 | `srqn_rmpn_xrqn` |  |
public final class QpContext {
    public static final Layout LAYOUT = Layout.struct("qpc", 0xe8);
    public static final Field STATE = LAYOUT.bits("state", 0x00, 31, 28);
    public static final Field ST = LAYOUT.bits("st", 0x00, 23, 16);
    public static final Field PM_STATE = LAYOUT.bits("pm_state", 0x00, 12, 11);
    public static final Field PD = LAYOUT.bits("pd", 0x04, 23, 0);
    public static final Field LOG_RQ_SIZE = LAYOUT.bits("log_rq_size", 0x08, 22, 19);
    public static final Field LOG_RQ_STRIDE = LAYOUT.bits("log_rq_stride", 0x08, 18, 16);
    public static final Field NO_SQ = LAYOUT.bits("no_sq", 0x08, 15, 15);
    public static final Field LOG_SQ_SIZE = LAYOUT.bits("log_sq_size", 0x08, 14, 11);
    public static final Field RLKY = LAYOUT.bits("rlky", 0x08, 4, 4);
    public static final Field UAR_PAGE = LAYOUT.bits("uar_page", 0x0c, 23, 0);
    public static final Field USER_INDEX = LAYOUT.bits("user_index", 0x10, 23, 0);
    public static final Field LOG_PAGE_SIZE = LAYOUT.bits("log_page_size", 0x14, 28, 24);
    public static final Field FRE = LAYOUT.bits("fre", 0x70, 11, 11);
    public static final Field CQN_SND = LAYOUT.bits("cqn_snd", 0x7c, 23, 0);
    public static final Field PAGE_OFFSET = LAYOUT.bits("page_offset", 0x90, 11, 6);
    public static final Field CQN_RCV = LAYOUT.bits("cqn_rcv", 0x9c, 23, 0);
    public static final LongField DBR_ADDR = LAYOUT.quad("dbr_addr", 0xa0);
    public static final Field RQ_TYPE = LAYOUT.bits("rq_type", 0xac, 26, 24);
    public static final Field SRQN_RMPN_XRQN = LAYOUT.bits("srqn_rmpn_xrqn", 0xac, 23, 0);

    private QpContext() {
    }
}
