package dev.pollmode.ethdev;

import java.util.Set;

/// Changing what is done with VLAN tags while the port runs.
public interface VlanOffload extends Capability {
    /// Sets which of VLAN_STRIP, VLAN_FILTER, VLAN_EXTEND and QINQ_STRIP are on.
    ///
    /// @param offloads those that are on
    void vlanOffloads(Set<RxOffload> offloads);

    /// {@return those that are on}
    Set<RxOffload> vlanOffloads();
}
