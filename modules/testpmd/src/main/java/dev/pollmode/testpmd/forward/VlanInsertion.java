package dev.pollmode.testpmd.forward;

import dev.pollmode.ethdev.TxCallback;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;

/// Asks a port to put every packet that it sends into a VLAN.
public final class VlanInsertion implements TxCallback {
    private final int vlan;

    /// Makes one.
    ///
    /// @param vlan the tag, 0 to 4095
    public VlanInsertion(final int vlan) {
        this.vlan = vlan;
    }

    @Override
    public int onTransmit(final int port, final int queue, final Mbuf[] burst, final int offset, final int count) {
        for (int i = offset; i < offset + count; i++) {
            final Mbuf packet = burst[i];
            packet.offloads(packet.offloads() | Offload.TX_VLAN);
            packet.vlanTci(vlan);
        }
        return count;
    }
}
