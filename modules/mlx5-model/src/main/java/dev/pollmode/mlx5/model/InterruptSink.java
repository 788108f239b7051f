package dev.pollmode.mlx5.model;

/// Where the device's interrupts go.
@FunctionalInterface
public interface InterruptSink {
    /// Sends an MSI-X message. Called by the device's thread; must not block.
    ///
    /// @param vector which one
    void raise(int vector);
}
