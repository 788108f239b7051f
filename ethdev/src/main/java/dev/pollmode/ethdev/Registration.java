package dev.pollmode.ethdev;

/// Undoes a registration, such as that of a listener.
@FunctionalInterface
public interface Registration extends AutoCloseable {
    /// Ends the registration; a second time does nothing.
    @Override
    void close();
}
