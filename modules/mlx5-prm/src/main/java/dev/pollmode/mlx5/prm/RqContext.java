package dev.pollmode.mlx5.prm;

/// The context of a receive queue.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x00 | 31:31 | `rlky` |  |
/// | 0x00 | 30:30 | `delay_drop_en` |  |
/// | 0x00 | 29:29 | `scatter_fcs` | keep the 4-byte CRC |
/// | 0x00 | 28:28 | `vsd` | 1 = VLAN strip disabled |
/// | 0x00 | 27:24 | `mem_rq_type` | 0 inline, 1 RMP |
/// | 0x00 | 23:20 | `state` |  |
/// | 0x00 | 18:18 | `flush_in_error_en` |  |
/// | 0x00 | 17:17 | `hairpin` |  |
/// | 0x00 | 5:4 | `ts_format` |  |
/// | 0x04 | 23:0 | `user_index` |  |
/// | 0x08 | 23:0 | `cqn` |  |
/// | 0x0c | 31:24 | `counter_set_id` |  |
/// | 0x10 | 23:0 | `rmpn` |  |
/// | 0x30 | struct | `wq` |  |
public final class RqContext {
    public static final Layout LAYOUT = Layout.struct("rqc", 0xf0);
    public static final Field RLKY = LAYOUT.bits("rlky", 0x00, 31, 31);
    public static final Field DELAY_DROP_EN = LAYOUT.bits("delay_drop_en", 0x00, 30, 30);
    public static final Field SCATTER_FCS = LAYOUT.bits("scatter_fcs", 0x00, 29, 29);
    public static final Field VSD = LAYOUT.bits("vsd", 0x00, 28, 28);
    public static final Field MEM_RQ_TYPE = LAYOUT.bits("mem_rq_type", 0x00, 27, 24);
    public static final Field STATE = LAYOUT.bits("state", 0x00, 23, 20);
    public static final Field FLUSH_IN_ERROR_EN = LAYOUT.bits("flush_in_error_en", 0x00, 18, 18);
    public static final Field HAIRPIN = LAYOUT.bits("hairpin", 0x00, 17, 17);
    public static final Field TS_FORMAT = LAYOUT.bits("ts_format", 0x00, 5, 4);
    public static final Field USER_INDEX = LAYOUT.bits("user_index", 0x04, 23, 0);
    public static final Field CQN = LAYOUT.bits("cqn", 0x08, 23, 0);
    public static final Field COUNTER_SET_ID = LAYOUT.bits("counter_set_id", 0x0c, 31, 24);
    public static final Field RMPN = LAYOUT.bits("rmpn", 0x10, 23, 0);
    public static final Block WQ = LAYOUT.struct("wq", 0x30, WorkQueue.LAYOUT);

    private RqContext() {
    }
}
