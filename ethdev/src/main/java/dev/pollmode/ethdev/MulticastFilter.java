package dev.pollmode.ethdev;

import java.util.List;

/// Groups to receive packets for.
public interface MulticastFilter extends Capability {
    /// Sets the groups; those before are forgotten.
    ///
    /// @param groups multicast addresses
    void multicastMacs(List<MacAddress> groups);

    /// {@return the groups}
    List<MacAddress> multicastMacs();
}
