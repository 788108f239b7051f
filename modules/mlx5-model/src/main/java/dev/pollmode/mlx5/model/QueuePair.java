package dev.pollmode.mlx5.model;

/// A queue pair without a transport and without a receive queue: work requests of its send queue change memory keys. Device thread only.
///
/// | from | to   | when                                          |
/// |------|------|-----------------------------------------------|
/// | RST  | INIT | RST2INIT_QP                                   |
/// | INIT | RTR  | INIT2RTR_QP                                   |
/// | RTR  | RTS  | RTR2RTS_QP: the send queue works from here on |
/// | any  | ERR  | QP_2ERR                                       |
/// | any  | RST  | QP_2RST                                       |
final class QueuePair extends Resource {
    /// States of a pair.
    enum State {
        RST,
        INIT,
        RTR,
        RTS,
        ERR
    }

    final SendQueue queue;
    State state = State.RST;

    QueuePair(final SendQueue queue) {
        super(queue.number());
        this.queue = queue;
        hold(queue);
    }
}
