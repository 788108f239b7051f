package dev.pollmode.pmd.vdev.netvsc;

import dev.pollmode.bus.vdev.VdevBus;
import dev.pollmode.eal.Devargs;
import dev.pollmode.eal.Device;
import dev.pollmode.eal.Hypervisor;
import java.util.List;
import java.util.stream.Stream;

/// What the driver does when the buses are scanned, before any device is probed.
///
/// In a guest of Hyper-V it looks for NetVSC interfaces by itself, unless somebody named a device of it:
/// `net_vdev_netvsc,ignore=1` switches that off. And if there will be a device of it, the VFs are noted that there are: drivers of the PCI
/// bus come first and may take them from the kernel.
final class AutoDetection {
    private final List<String> names;
    private final boolean guest;

    private AutoDetection(final List<String> names, final boolean guest) {
        this.names = names;
        this.guest = guest;
    }

    /// Joins the scans of a bus.
    ///
    /// @param bus   the bus
    /// @param names what the driver goes by; the first is given to the device
    static void join(final VdevBus bus, final List<String> names) {
        final boolean guest = Hypervisor.detect(bus.eal().options().devices().sysfsRoot()) == Hypervisor.HYPERV;
        bus.addScan(new AutoDetection(names, guest)::onScan);
    }

    private void onScan(final VdevBus bus) {
        if (guest && !isNamed(bus)) {
            bus.addDevargs(Devargs.of(null, names.getFirst(), ""));
        }
        if (isNamed(bus)) {
            NetvscContexts.of(bus.eal()).remember();
        }
    }

    private boolean isNamed(final VdevBus bus) {
        return Stream.concat(bus.devargs().stream().map(Devargs::name), bus.devices().map(Device::name))
            .anyMatch(device -> names.stream().anyMatch(device::startsWith));
    }
}
