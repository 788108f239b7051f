package dev.pollmode.ethdev;

/// Changing the MTU, also while the port is started.
public interface MtuControl extends Capability {
    /// Sets the MTU. [EthDev#mtu(int)] has checked that it lies within the limits of [EthDevInfo].
    ///
    /// @param bytes the largest packet after the Ethernet header
    void mtu(int bytes);

    /// {@return the MTU in bytes}
    int mtu();
}
