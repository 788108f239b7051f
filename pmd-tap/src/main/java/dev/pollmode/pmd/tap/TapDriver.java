package dev.pollmode.pmd.tap;

import dev.pollmode.bus.vdev.VdevDevice;
import dev.pollmode.bus.vdev.VdevDriver;
import dev.pollmode.ethdev.EthDevs;
import java.util.List;

/// `net_tap`: a port that is an Ethernet interface of the kernel.
public final class TapDriver implements VdevDriver {
    static final String NAME = "net_tap";

    /// For [java.util.ServiceLoader].
    public TapDriver() {
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> aliases() {
        return List.of("eth_tap");
    }

    @Override
    public String usage() {
        return "iface=<name>,remote=<interface>,mac=<fixed|address>,persist";
    }

    @Override
    public void probe(final VdevDevice device) {
        final TapArgs args = TapArgs.ofTap(device.devargs().arguments());
        EthDevs.of(device.eal()).attach(device, device.name(), context -> TapPort.open(context, TapKind.TAP, args));
    }

    @Override
    public void remove(final VdevDevice device) {
        EthDevs.of(device.eal()).closeAll(device);
    }
}
