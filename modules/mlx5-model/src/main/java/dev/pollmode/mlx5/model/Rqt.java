package dev.pollmode.mlx5.model;

/// A table of receive queues.
final class Rqt extends Resource {
    final int maximum;
    /// Length is a power of two.
    ReceiveQueue[] queues;

    Rqt(final int number, final int maximum, final ReceiveQueue[] queues) {
        super(number);
        this.maximum = maximum;
        this.queues = queues;
    }
}
