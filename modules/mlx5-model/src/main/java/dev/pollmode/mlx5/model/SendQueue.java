package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.QueueState;
import dev.pollmode.mlx5.prm.SqContext;
import dev.pollmode.mlx5.prm.Struct;

/// A send queue. Device thread only; [SendEngine] works on it.
final class SendQueue extends Resource {
    final Struct context;
    final WorkRing work;
    final CompletionQueue completions;
    /// Where frames go, or null if this queue may not send any.
    final Tis tis;
    final int uar;
    final int userIndex;
    final boolean reservedKey;
    final boolean flushInError;
    final boolean multiPacket;
    final int inlineMode;
    /// Whether its work requests may change memory keys.
    final boolean updatesKeys;

    int state = QueueState.RST;
    /// Index of the next basic block to work on, 16 bits.
    int consumer;
    /// Index up to which the driver asked for work, 16 bits.
    int producer;
    /// The doorbell rang and the record has not been read since.
    boolean rung;
    boolean failed;

    SendQueue(final int number, final Struct context, final WorkRing work, final CompletionQueue completions, final Tis tis, final int uar,
              final int userIndex, final boolean reservedKey, final boolean flushInError, final boolean multiPacket, final int inlineMode) {
        super(number);
        this.context = context;
        this.work = work;
        this.completions = completions;
        this.tis = tis;
        this.uar = uar;
        this.userIndex = userIndex;
        this.reservedKey = reservedKey;
        this.flushInError = flushInError;
        this.multiPacket = multiPacket;
        this.inlineMode = inlineMode;
        this.updatesKeys = context.is(SqContext.REG_UMR);
    }

    void reset() {
        consumer = 0;
        producer = 0;
        rung = false;
        failed = false;
    }

    boolean hasWork() {
        return rung || producer != consumer;
    }
}
