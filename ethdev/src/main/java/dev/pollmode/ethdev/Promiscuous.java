package dev.pollmode.ethdev;

/// Receiving packets for other addresses.
public interface Promiscuous extends Capability {
    /// Switches it on or off.
    ///
    /// @param on which
    void promiscuous(boolean on);

    /// {@return whether it is on}
    boolean isPromiscuous();
}
