package dev.pollmode.pmd.tap;

import dev.pollmode.bus.vdev.VdevDevice;
import dev.pollmode.bus.vdev.VdevDriver;
import dev.pollmode.ethdev.EthDevs;

/// `net_tun`: a port that is an interface of the kernel for IP packets without Ethernet headers.
public final class TunDriver implements VdevDriver {
    static final String NAME = "net_tun";

    /// For [java.util.ServiceLoader].
    public TunDriver() {
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String usage() {
        return "iface=<name>";
    }

    @Override
    public void probe(final VdevDevice device) {
        final TapArgs args = TapArgs.ofTun(device.devargs().arguments());
        EthDevs.of(device.eal()).attach(device, device.name(), context -> TapPort.open(context, TapKind.TUN, args));
    }

    @Override
    public void remove(final VdevDevice device) {
        EthDevs.of(device.eal()).closeAll(device);
    }
}
