package dev.pollmode.ethdev;

import dev.pollmode.mbuf.Mbuf;

/// A queue of received packets that one thread polls.
///
/// Drivers extend it; an application gets one from [EthDev#rxQueue(int)] and keeps it for as long as it likes: a queue
/// of a port that is stopped or closed receives nothing.
public abstract class RxQueue {
    /// For drivers, and for queues that wrap queues.
    protected RxQueue() {
    }

    /// Receives packets. Never blocks, throws, logs or allocates.
    ///
    /// @param burst where to put the packets; they are the caller's
    /// @param offset where to begin
    /// @param limit how many at the most
    /// @return how many were received; 0 when nothing is there
    public abstract int rxBurst(Mbuf[] burst, int offset, int limit);

    /// {@return how many received packets wait in the queue, or −1 when it can't tell}
    ///
    /// Other threads than the one that polls the queue ask [EthDev#rxPending(int)], which keeps the queue from being released meanwhile.
    public int pending() {
        return -1;
    }

    /// {@return what the queue has counted in all its lives, for queues that wrap queues; null when it is not a port's}
    public QueueCounters counters() {
        return null;
    }

    /// Gives back all that the queue holds. Called once, by the control plane, when no thread is inside it any more.
    protected void release() {
    }
}
