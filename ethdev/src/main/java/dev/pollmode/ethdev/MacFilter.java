package dev.pollmode.ethdev;

import java.util.List;

/// More addresses than one.
public interface MacFilter extends Capability {
    /// Adds an address to receive packets for; adding one twice changes nothing.
    ///
    /// @param address a unicast address
    /// @throws EthDevException with ENOSPC when there is no room for another
    void addMac(MacAddress address);

    /// Removes an address that was added.
    ///
    /// @param address not the default address
    /// @throws EthDevException with EADDRINUSE for the default address
    void removeMac(MacAddress address);

    /// {@return all addresses, the default one first}
    List<MacAddress> macs();
}
