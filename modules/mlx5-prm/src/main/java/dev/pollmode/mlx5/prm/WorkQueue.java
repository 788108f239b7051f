package dev.pollmode.mlx5.prm;

/// The ring of a send or receive queue, inside the queue's context; the list of its pages follows the context.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x00 | 31:28 | `wq_type` | 0 linked list, 1 cyclic, 2 linked-list striding, 3 cyclic striding |
/// | 0x00 | 27:27 | `wq_signature` |  |
/// | 0x00 | 26:25 | `end_padding_mode` | 0 none, 1 align |
/// | 0x00 | 24:24 | `cd_slave` |  |
/// | 0x04 | 31:31 | `hds_skip_first_sge` |  |
/// | 0x04 | 30:28 | `log2_hds_buf_size` |  |
/// | 0x04 | 20:16 | `page_offset` |  |
/// | 0x04 | 15:0 | `lwm` |  |
/// | 0x08 | 23:0 | `pd` |  |
/// | 0x0c | 23:0 | `uar_page` | SQ only |
/// | 0x10 | 64 bits | `dbr_addr` |  |
/// | 0x18 | 31:0 | `hw_counter` |  |
/// | 0x1c | 31:0 | `sw_counter` |  |
/// | 0x20 | 19:16 | `log_wq_stride` | SQ: 6; RQ: log2 of the WQE size (4 = one segment) |
/// | 0x20 | 12:8 | `log_wq_pg_sz` | log2(page)-12 |
/// | 0x20 | 4:0 | `log_wq_sz` | log2 of entries |
/// | 0x24 | 31:31 | `dbr_umem_valid` |  |
/// | 0x24 | 30:30 | `wq_umem_valid` |  |
/// | 0x24 | 11:8 | `single_wqe_log_num_of_strides` | log2(strides)-9 (was 3 bits [10:8] up to 2017, [11] then reserved 0) |
/// | 0x24 | 7:7 | `two_byte_shift_en` | received data starts at +2 |
/// | 0x24 | 2:0 | `single_stride_log_num_of_bytes` | log2(bytes)-6 |
/// | 0x28 | 31:0 | `dbr_umem_id` |  |
/// | 0x2c | 31:0 | `wq_umem_id` |  |
/// | 0x30 | 64 bits | `wq_umem_offset` |  |
/// | 0xc0 | 64 bits | `pas` |  |
public final class WorkQueue {
    public static final Layout LAYOUT = Layout.struct("wq", 0xc0);
    public static final Field WQ_TYPE = LAYOUT.bits("wq_type", 0x00, 31, 28);
    public static final Field WQ_SIGNATURE = LAYOUT.bits("wq_signature", 0x00, 27, 27);
    public static final Field END_PADDING_MODE = LAYOUT.bits("end_padding_mode", 0x00, 26, 25);
    public static final Field CD_SLAVE = LAYOUT.bits("cd_slave", 0x00, 24, 24);
    public static final Field HDS_SKIP_FIRST_SGE = LAYOUT.bits("hds_skip_first_sge", 0x04, 31, 31);
    public static final Field LOG2_HDS_BUF_SIZE = LAYOUT.bits("log2_hds_buf_size", 0x04, 30, 28);
    public static final Field PAGE_OFFSET = LAYOUT.bits("page_offset", 0x04, 20, 16);
    public static final Field LWM = LAYOUT.bits("lwm", 0x04, 15, 0);
    public static final Field PD = LAYOUT.bits("pd", 0x08, 23, 0);
    public static final Field UAR_PAGE = LAYOUT.bits("uar_page", 0x0c, 23, 0);
    public static final LongField DBR_ADDR = LAYOUT.quad("dbr_addr", 0x10);
    public static final Field HW_COUNTER = LAYOUT.bits("hw_counter", 0x18, 31, 0);
    public static final Field SW_COUNTER = LAYOUT.bits("sw_counter", 0x1c, 31, 0);
    public static final Field LOG_WQ_STRIDE = LAYOUT.bits("log_wq_stride", 0x20, 19, 16);
    public static final Field LOG_WQ_PG_SZ = LAYOUT.bits("log_wq_pg_sz", 0x20, 12, 8);
    public static final Field LOG_WQ_SZ = LAYOUT.bits("log_wq_sz", 0x20, 4, 0);
    public static final Field DBR_UMEM_VALID = LAYOUT.bits("dbr_umem_valid", 0x24, 31, 31);
    public static final Field WQ_UMEM_VALID = LAYOUT.bits("wq_umem_valid", 0x24, 30, 30);
    public static final Field SINGLE_WQE_LOG_NUM_OF_STRIDES = LAYOUT.bits("single_wqe_log_num_of_strides", 0x24, 11, 8);
    public static final Field TWO_BYTE_SHIFT_EN = LAYOUT.bits("two_byte_shift_en", 0x24, 7, 7);
    public static final Field SINGLE_STRIDE_LOG_NUM_OF_BYTES = LAYOUT.bits("single_stride_log_num_of_bytes", 0x24, 2, 0);
    public static final Field DBR_UMEM_ID = LAYOUT.bits("dbr_umem_id", 0x28, 31, 0);
    public static final Field WQ_UMEM_ID = LAYOUT.bits("wq_umem_id", 0x2c, 31, 0);
    public static final LongField WQ_UMEM_OFFSET = LAYOUT.quad("wq_umem_offset", 0x30);
    public static final Block PAS = LAYOUT.list("pas", 0xc0, 8);

    private WorkQueue() {
    }
}
