package dev.pollmode.ethdev;

/// Receiving packets for all groups.
public interface AllMulticast extends Capability {
    /// Switches it on or off.
    ///
    /// @param on which
    void allMulticast(boolean on);

    /// {@return whether it is on}
    boolean isAllMulticast();
}
