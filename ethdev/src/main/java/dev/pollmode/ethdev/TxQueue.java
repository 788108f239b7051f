package dev.pollmode.ethdev;

import dev.pollmode.mbuf.Mbuf;

/// A queue of packets to send that one thread fills.
///
/// Drivers extend it; an application gets one from [EthDev#txQueue(int)] and keeps it for as long as it likes: a queue
/// of a port that is stopped or closed takes nothing.
public abstract class TxQueue {
    /// For drivers, and for queues that wrap queues.
    protected TxQueue() {
    }

    /// Sends packets. Never blocks, throws, logs or allocates.
    ///
    /// @param burst the packets
    /// @param offset where they begin
    /// @param count how many
    /// @return how many were taken, from the first on: they are the queue's now, the rest stay the caller's
    public abstract int txBurst(Mbuf[] burst, int offset, int count);

    /// Looks whether the port can send these packets as they ask for it, and fixes what must be set in their headers.
    ///
    /// @param burst the packets
    /// @param offset where they begin
    /// @param count how many
    /// @return how many are good, from the first on; [TxRefusal] says why the next is not
    public int txPrepare(final Mbuf[] burst, final int offset, final int count) {
        return count;
    }

    /// {@return why the last [#txPrepare] ended early, or [TxRefusal#NONE]}
    public TxRefusal refusal() {
        return TxRefusal.NONE;
    }

    /// Frees packets that were sent already and whose buffers the queue still holds.
    ///
    /// @param limit how many at the most, 0 for all
    /// @return how many were freed
    public int cleanUp(final int limit) {
        return 0;
    }

    /// {@return what the queue has counted in all its lives, for queues that wrap queues; null when it is not a port's}
    public QueueCounters counters() {
        return null;
    }

    /// Gives back all that the queue holds. Called once, by the control plane, when no thread is inside it any more.
    protected void release() {
    }
}
