package dev.pollmode.mlx5.prm;

/// The context of a receive memory pool.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x00 | 23:20 | `state` | 1 ready, 3 error |
/// | 0x04 | 31:31 | `basic_cyclic_rcv_wqe` |  |
/// | 0x30 | struct | `wq` |  |
public final class RmpContext {
    public static final Layout LAYOUT = Layout.struct("rmpc", 0xf0);
    public static final Field STATE = LAYOUT.bits("state", 0x00, 23, 20);
    public static final Field BASIC_CYCLIC_RCV_WQE = LAYOUT.bits("basic_cyclic_rcv_wqe", 0x04, 31, 31);
    public static final Block WQ = LAYOUT.struct("wq", 0x30, WorkQueue.LAYOUT);

    private RmpContext() {
    }
}
