package dev.pollmode.ethdev;

import dev.pollmode.mbuf.Mbuf;

/// Sees packets between their reception and the application. Runs on the polling thread: must neither block nor throw.
@FunctionalInterface
public interface RxCallback {
    /// Looks at received packets, and may change, drop (free) or add some.
    ///
    /// @param port the number of the port
    /// @param queue the index of the queue
    /// @param burst the packets
    /// @param offset where they begin
    /// @param count how many
    /// @param limit how many the application has room for, from `offset` on
    /// @return how many the application gets
    int onReceive(int port, int queue, Mbuf[] burst, int offset, int count, int limit);
}
