package dev.pollmode.pmd.vdev.netvsc;

import dev.pollmode.bus.vdev.VdevBus;
import dev.pollmode.bus.vdev.VdevDevice;
import dev.pollmode.bus.vdev.VdevDriver;
import java.util.List;

/// `net_vdev_netvsc`: finds the NetVSC interfaces of a Hyper-V guest, makes a `net_failsafe` device of each with a
/// `net_tap` device on it, and tells that where the virtual function of the interface is. Has no ports of its own.
public final class NetvscDriver implements VdevDriver {
    static final String NAME = "net_vdev_netvsc";
    static final String ALIAS = "eth_vdev_netvsc";

    /// For [java.util.ServiceLoader].
    public NetvscDriver() {
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> aliases() {
        return List.of(ALIAS);
    }

    @Override
    public String usage() {
        return NetvscArgs.USAGE;
    }

    @Override
    public void onRegistered(final VdevBus bus) {
        AutoDetection.join(bus, List.of(NAME, ALIAS));
    }

    @Override
    public void probe(final VdevDevice device) {
        NetvscContexts.of(device.eal()).add(device.name(), device.devargs().arguments());
    }

    @Override
    public void remove(final VdevDevice device) {
        NetvscContexts.of(device.eal()).remove(device.name());
    }
}
