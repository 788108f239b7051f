package dev.pollmode.mlx5.model;

/// A set of counters that receive queues share.
final class QueueCounters extends Resource {
    int outOfBuffer;

    QueueCounters(final int number) {
        super(number);
    }
}
