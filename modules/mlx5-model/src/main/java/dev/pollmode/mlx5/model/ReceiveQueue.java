package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.QueueState;
import dev.pollmode.mlx5.prm.Struct;

/// A receive queue. Device thread only; [ReceiveEngine] works on it.
final class ReceiveQueue extends Resource {
    final Struct context;
    final ReceiveBuffers buffers;
    /// Whether the buffers are those of a pool.
    final boolean pooled;
    final CompletionQueue completions;
    final int userIndex;
    final boolean reservedKey;
    final boolean flushInError;
    boolean keepVlan;
    boolean keepFcs;
    boolean delayDrop;
    QueueCounters counters;
    int state = QueueState.RST;

    ReceiveQueue(final int number, final Struct context, final ReceiveBuffers buffers, final boolean pooled, final CompletionQueue completions,
                 final int userIndex, final boolean reservedKey, final boolean flushInError) {
        super(number);
        this.context = context;
        this.buffers = buffers;
        this.pooled = pooled;
        this.completions = completions;
        this.userIndex = userIndex;
        this.reservedKey = reservedKey;
        this.flushInError = flushInError;
    }
}
