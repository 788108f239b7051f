package dev.pollmode.ethdev;

/// Changing the address of a port.
public interface MacControl extends Capability {
    /// Sets the default address. [EthDev] has checked that it is unicast.
    ///
    /// @param address the address
    void defaultMac(MacAddress address);
}
