package dev.pollmode.ethdev;

/// Something that happened to a port, told to the listeners of [EthDevs#onEvent] and [EthDev#onEvent].
///
/// Listeners run on the thread that noticed, often the interrupt thread of the Eal: they return soon, and may call
/// the port. Names as `RTE_ETH_EVENT_*`.
public sealed interface EthEvent {
    /// {@return the port it happened to}
    EthDev port();

    /// A port was attached.
    ///
    /// @param port the port
    record New(EthDev port) implements EthEvent {
    }

    /// A port was closed.
    ///
    /// @param port the port
    record Destroy(EthDev port) implements EthEvent {
    }

    /// The link went up or down.
    ///
    /// @param port the port
    /// @param link the new state
    record LinkChange(EthDev port, Link link) implements EthEvent {
    }

    /// The device is being removed, or is gone: close the port.
    ///
    /// @param port the port
    /// @param reason what was seen
    record Removal(EthDev port, String reason) implements EthEvent {
    }

    /// The device wants to be reset.
    ///
    /// @param port the port
    record Reset(EthDev port) implements EthEvent {
    }

    /// A queue was started or stopped.
    ///
    /// @param port the port
    /// @param receiving which direction
    /// @param queue its index
    /// @param started the new state
    record QueueState(EthDev port, boolean receiving, int queue, boolean started) implements EthEvent {
    }

    /// The driver recovers the device from an error; bursts may come back empty meanwhile.
    ///
    /// @param port the port
    record Recovering(EthDev port) implements EthEvent {
    }

    /// The recovery succeeded.
    ///
    /// @param port the port
    record RecoverySuccess(EthDev port) implements EthEvent {
    }

    /// The recovery failed: close the port.
    ///
    /// @param port the port
    record RecoveryFailed(EthDev port) implements EthEvent {
    }

    /// A message of the physical function arrived.
    ///
    /// @param port the port
    record VfMailbox(EthDev port) implements EthEvent {
    }

    /// A queue has fewer free descriptors than the threshold.
    ///
    /// @param port the port
    /// @param queue its index
    record RxAvailableThreshold(EthDev port, int queue) implements EthEvent {
    }

    /// A flow rule has not matched for as long as it was told.
    ///
    /// @param port the port
    record FlowAged(EthDev port) implements EthEvent {
    }
}
