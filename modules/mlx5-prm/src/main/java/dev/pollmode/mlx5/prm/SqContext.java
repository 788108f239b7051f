package dev.pollmode.mlx5.prm;

/// The context of a send queue.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x00 | 31:31 | `rlky` | reserved lkey allowed |
/// | 0x00 | 30:30 | `cd_master` |  |
/// | 0x00 | 29:29 | `fre` | fast register enable |
/// | 0x00 | 28:28 | `flush_in_error_en` |  |
/// | 0x00 | 27:27 | `allow_multi_pkt_send_wqe` |  |
/// | 0x00 | 26:24 | `min_wqe_inline_mode` |  |
/// | 0x00 | 23:20 | `state` | 0 RST, 1 RDY, 3 ERR |
/// | 0x00 | 19:19 | `reg_umr` |  |
/// | 0x00 | 18:18 | `allow_swp` |  |
/// | 0x00 | 17:17 | `hairpin` |  |
/// | 0x00 | 5:4 | `ts_format` |  |
/// | 0x04 | 23:0 | `user_index` |  |
/// | 0x08 | 23:0 | `cqn` |  |
/// | 0x1c | 15:0 | `packet_pacing_rate_limit_index` |  |
/// | 0x20 | 31:16 | `tis_lst_sz` | 1 |
/// | 0x2c | 23:0 | `tis_num_0` |  |
/// | 0x30 | struct | `wq` |  |
public final class SqContext {
    public static final Layout LAYOUT = Layout.struct("sqc", 0xf0);
    public static final Field RLKY = LAYOUT.bits("rlky", 0x00, 31, 31);
    public static final Field CD_MASTER = LAYOUT.bits("cd_master", 0x00, 30, 30);
    public static final Field FRE = LAYOUT.bits("fre", 0x00, 29, 29);
    public static final Field FLUSH_IN_ERROR_EN = LAYOUT.bits("flush_in_error_en", 0x00, 28, 28);
    public static final Field ALLOW_MULTI_PKT_SEND_WQE = LAYOUT.bits("allow_multi_pkt_send_wqe", 0x00, 27, 27);
    public static final Field MIN_WQE_INLINE_MODE = LAYOUT.bits("min_wqe_inline_mode", 0x00, 26, 24);
    public static final Field STATE = LAYOUT.bits("state", 0x00, 23, 20);
    public static final Field REG_UMR = LAYOUT.bits("reg_umr", 0x00, 19, 19);
    public static final Field ALLOW_SWP = LAYOUT.bits("allow_swp", 0x00, 18, 18);
    public static final Field HAIRPIN = LAYOUT.bits("hairpin", 0x00, 17, 17);
    public static final Field TS_FORMAT = LAYOUT.bits("ts_format", 0x00, 5, 4);
    public static final Field USER_INDEX = LAYOUT.bits("user_index", 0x04, 23, 0);
    public static final Field CQN = LAYOUT.bits("cqn", 0x08, 23, 0);
    public static final Field PACKET_PACING_RATE_LIMIT_INDEX = LAYOUT.bits("packet_pacing_rate_limit_index", 0x1c, 15, 0);
    public static final Field TIS_LST_SZ = LAYOUT.bits("tis_lst_sz", 0x20, 31, 16);
    public static final Field TIS_NUM_0 = LAYOUT.bits("tis_num_0", 0x2c, 23, 0);
    public static final Block WQ = LAYOUT.struct("wq", 0x30, WorkQueue.LAYOUT);

    private SqContext() {
    }
}
