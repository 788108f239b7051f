package dev.pollmode.mlx5.prm;

/// The context of a table of receive queues; the list of the queues follows it.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x14 | 15:0 | `rqt_max_size` |  |
/// | 0x18 | 15:0 | `rqt_actual_size` |  |
/// | 0xf0 | struct | `rq_num` | list of 32-bit words, [23:0] = rqn |
public final class RqtContext {
    public static final Layout LAYOUT = Layout.struct("rqtc", 0xf0);
    public static final Field RQT_MAX_SIZE = LAYOUT.bits("rqt_max_size", 0x14, 15, 0);
    public static final Field RQT_ACTUAL_SIZE = LAYOUT.bits("rqt_actual_size", 0x18, 15, 0);
    public static final Block RQ_NUM = LAYOUT.list("rq_num", 0xf0, 4);

    private RqtContext() {
    }
}
