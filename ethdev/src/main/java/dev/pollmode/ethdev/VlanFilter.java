package dev.pollmode.ethdev;

/// Receiving packets of chosen VLANs only.
public interface VlanFilter extends Capability {
    /// Lets a VLAN in or keeps it out.
    ///
    /// @param vlan its identifier, 0 to 4095
    /// @param on whether it comes in
    void vlanFilter(int vlan, boolean on);
}
