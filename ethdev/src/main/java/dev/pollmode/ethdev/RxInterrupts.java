package dev.pollmode.ethdev;

/// Waiting for packets instead of polling.
public interface RxInterrupts extends Capability {
    /// {@return a descriptor that becomes readable when the queue has packets; it stays the port's}
    ///
    /// @param queue the index of the queue
    int interruptFd(int queue);

    /// Arms or disarms the interrupt of a queue.
    ///
    /// @param queue the index of the queue
    /// @param on which
    void rxInterrupt(int queue, boolean on);
}
