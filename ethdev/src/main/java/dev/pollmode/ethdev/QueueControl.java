package dev.pollmode.ethdev;

/// Starting and stopping single queues while the port is started. [EthDev] swaps the queues that applications hold.
public interface QueueControl extends Capability {
    /// Prepares a stopped queue to be polled again.
    ///
    /// @param queue its index
    void startRxQueue(int queue);

    /// Notes that a queue is not polled any more.
    ///
    /// @param queue its index
    void stopRxQueue(int queue);

    /// Prepares a stopped queue to be filled again.
    ///
    /// @param queue its index
    void startTxQueue(int queue);

    /// Notes that a queue is not filled any more.
    ///
    /// @param queue its index
    void stopTxQueue(int queue);
}
