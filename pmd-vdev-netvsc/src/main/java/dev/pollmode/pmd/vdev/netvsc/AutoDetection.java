package dev.pollmode.pmd.vdev.netvsc;

import dev.pollmode.bus.vdev.VdevBus;
import dev.pollmode.eal.Devargs;
import dev.pollmode.eal.Device;
import dev.pollmode.eal.Hypervisor;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Makes the driver look for NetVSC interfaces by itself in a guest of Hyper-V, unless somebody named a device of it:
/// `net_vdev_netvsc,ignore=1` switches it off.
final class AutoDetection {
    private final List<String> names;

    private AutoDetection(final List<String> names) {
        this.names = names;
    }

    /// Joins the scans of a bus if this is a guest of Hyper-V.
    ///
    /// @param bus   the bus
    /// @param names what the driver goes by; the first is given to the device
    static void join(final VdevBus bus, final List<String> names) {
        final Path sysfsRoot = bus.eal().options().devices().sysfsRoot();
        if (Hypervisor.detect(sysfsRoot) == Hypervisor.HYPERV) {
            bus.addScan(new AutoDetection(names)::onScan);
        }
    }

    private void onScan(final VdevBus bus) {
        final Stream<String> known = Stream.concat(bus.devargs().stream().map(Devargs::name), bus.devices().map(Device::name));
        if (known.noneMatch(device -> names.stream().anyMatch(device::startsWith))) {
            bus.addDevargs(Devargs.of(null, names.getFirst(), ""));
        }
    }
}
