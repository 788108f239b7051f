package dev.pollmode.mlx5.prm;

/// States of send and receive queues.
///
/// | from | to  | when                                                                 |
/// |------|-----|----------------------------------------------------------------------|
/// | RST  | RDY | the queue may work from here on                                      |
/// | any  | ERR | asked for, or a work request failed                                  |
/// | ERR  | RST | recovery: counters and doorbell record begin at 0 again              |
public final class QueueState {
    public static final int RST = 0;
    public static final int RDY = 1;
    public static final int ERR = 3;

    private QueueState() {
    }
}
