package dev.pollmode.ethdev;

import dev.pollmode.mbuf.Mbuf;

/// Sees packets between the application and their transmission. Runs on the polling thread: must neither block nor throw.
@FunctionalInterface
public interface TxCallback {
    /// Looks at packets to send, and may change them or hold back those at the end.
    ///
    /// @param port the number of the port
    /// @param queue the index of the queue
    /// @param burst the packets
    /// @param offset where they begin
    /// @param count how many
    /// @return how many go to the driver, from the first on; what is held back stays the application's
    int onTransmit(int port, int queue, Mbuf[] burst, int offset, int count);
}
