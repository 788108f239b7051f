package dev.pollmode.ethdev;

/// Changing the MTU, also while the port is started.
public interface MtuControl extends Capability {
    /// Sets the MTU. Drivers get values within the limits of [EthDevInfo] only.
    ///
    /// @param bytes the largest packet after the Ethernet header
    void mtu(int bytes);

    /// {@return the MTU in bytes}
    int mtu();
}
