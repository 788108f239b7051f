package dev.pollmode.ethdev;

/// Changing the address of a port.
public interface MacControl extends Capability {
    /// Sets the default address. Drivers get unicast addresses only.
    ///
    /// @param address the address
    void defaultMac(MacAddress address);
}
