package dev.pollmode.mlx5.prm;

/// The context of a completion queue.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x00 | 31:28 | `status` | 0 ok, 9 overflow, 0xa write error |
/// | 0x00 | 25:25 | `dbr_umem_valid` |  |
/// | 0x00 | 23:21 | `cqe_sz` | 0 = 64 B, 1 = 128 B, 2 = 128 B padded |
/// | 0x00 | 20:20 | `cc` | collapsed: always CQE 0 |
/// | 0x00 | 18:18 | `scqe_break_moderation_en` |  |
/// | 0x00 | 17:17 | `oi` | overrun ignore |
/// | 0x00 | 16:15 | `cq_period_mode` | 0 from EQE, 1 from CQE |
/// | 0x00 | 14:14 | `cqe_comp_en` |  |
/// | 0x00 | 13:12 | `mini_cqe_res_format` |  |
/// | 0x00 | 11:8 | `st` | 6 armed-solicited, 9 armed, 0xa fired |
/// | 0x00 | 1:0 | `cqe_comp_layout` | 0 basic, 1 enhanced |
/// | 0x04 | 31:0 | `dbr_umem_id` |  |
/// | 0x08 | 11:6 | `page_offset` |  |
/// | 0x08 | 3:2 | `mini_cqe_res_format_ext` |  |
/// | 0x08 | 1:0 | `cq_timestamp_format` |  |
/// | 0x0c | 28:24 | `log_cq_size` |  |
/// | 0x0c | 23:0 | `uar_page` |  |
/// | 0x10 | 27:16 | `cq_period` | µs |
/// | 0x10 | 15:0 | `cq_max_count` |  |
/// | 0x14 | 7:0 | `c_eqn` |  |
/// | 0x18 | 28:24 | `log_page_size` |  |
/// | 0x20 | 23:0 | `last_notified_index` |  |
/// | 0x24 | 23:0 | `last_solicit_index` |  |
/// | 0x28 | 23:0 | `consumer_counter` |  |
/// | 0x2c | 23:0 | `producer_counter` |  |
/// | 0x38 | 64 bits | `dbr_addr` |  |
public final class CqContext {
    public static final Layout LAYOUT = Layout.struct("cqc", 0x40);
    public static final Field STATUS = LAYOUT.bits("status", 0x00, 31, 28);
    public static final Field DBR_UMEM_VALID = LAYOUT.bits("dbr_umem_valid", 0x00, 25, 25);
    public static final Field CQE_SZ = LAYOUT.bits("cqe_sz", 0x00, 23, 21);
    public static final Field CC = LAYOUT.bits("cc", 0x00, 20, 20);
    public static final Field SCQE_BREAK_MODERATION_EN = LAYOUT.bits("scqe_break_moderation_en", 0x00, 18, 18);
    public static final Field OI = LAYOUT.bits("oi", 0x00, 17, 17);
    public static final Field CQ_PERIOD_MODE = LAYOUT.bits("cq_period_mode", 0x00, 16, 15);
    public static final Field CQE_COMP_EN = LAYOUT.bits("cqe_comp_en", 0x00, 14, 14);
    public static final Field MINI_CQE_RES_FORMAT = LAYOUT.bits("mini_cqe_res_format", 0x00, 13, 12);
    public static final Field ST = LAYOUT.bits("st", 0x00, 11, 8);
    public static final Field CQE_COMP_LAYOUT = LAYOUT.bits("cqe_comp_layout", 0x00, 1, 0);
    public static final Field DBR_UMEM_ID = LAYOUT.bits("dbr_umem_id", 0x04, 31, 0);
    public static final Field PAGE_OFFSET = LAYOUT.bits("page_offset", 0x08, 11, 6);
    public static final Field MINI_CQE_RES_FORMAT_EXT = LAYOUT.bits("mini_cqe_res_format_ext", 0x08, 3, 2);
    public static final Field CQ_TIMESTAMP_FORMAT = LAYOUT.bits("cq_timestamp_format", 0x08, 1, 0);
    public static final Field LOG_CQ_SIZE = LAYOUT.bits("log_cq_size", 0x0c, 28, 24);
    public static final Field UAR_PAGE = LAYOUT.bits("uar_page", 0x0c, 23, 0);
    public static final Field CQ_PERIOD = LAYOUT.bits("cq_period", 0x10, 27, 16);
    public static final Field CQ_MAX_COUNT = LAYOUT.bits("cq_max_count", 0x10, 15, 0);
    public static final Field C_EQN = LAYOUT.bits("c_eqn", 0x14, 7, 0);
    public static final Field LOG_PAGE_SIZE = LAYOUT.bits("log_page_size", 0x18, 28, 24);
    public static final Field LAST_NOTIFIED_INDEX = LAYOUT.bits("last_notified_index", 0x20, 23, 0);
    public static final Field LAST_SOLICIT_INDEX = LAYOUT.bits("last_solicit_index", 0x24, 23, 0);
    public static final Field CONSUMER_COUNTER = LAYOUT.bits("consumer_counter", 0x28, 23, 0);
    public static final Field PRODUCER_COUNTER = LAYOUT.bits("producer_counter", 0x2c, 23, 0);
    public static final LongField DBR_ADDR = LAYOUT.quad("dbr_addr", 0x38);

    private CqContext() {
    }
}
