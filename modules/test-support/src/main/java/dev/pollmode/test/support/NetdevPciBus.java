package dev.pollmode.test.support;

import dev.pollmode.eal.Devargs;
import dev.pollmode.eal.Device;
import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.eal.spi.Bus;
import dev.pollmode.eal.spi.BusProvider;
import dev.pollmode.sys.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Stands for the PCI bus where there are no PCI functions: a device of an address is a port on the netdevice that sysfs shows at this
/// address. So a veth plays a virtual function that comes and goes.
///
/// ```java
/// Eal.builder().bus(NetdevPciBus.provider()).init();
/// eal.plug("a8f0:00:02.0");
/// ```
///
/// The device itself is one of the vdev bus, under that address and with the driver of choice. Netdevices are looked for below
/// `--sysfs-root`, at `class/net/<name>/device`. As with the real bus, nobody takes what the kernel holds.
public final class NetdevPciBus extends TestBus {
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F]{4,8}:[0-9a-fA-F]{2}:[0-9a-fA-F]{2}\\.[0-7]");

    private final Eal eal;
    private final UnaryOperator<String> driverOf;

    private NetdevPciBus(final Eal eal, final UnaryOperator<String> driverOf) {
        super("pci");
        this.eal = eal;
        this.driverOf = driverOf;
    }

    /// {@return the bus whose devices are ports of `net_af_packet`}
    public static BusProvider provider() {
        return provider(netdevice -> "net_af_packet,iface=" + netdevice);
    }

    /// {@return the bus whose devices are ports of a driver of choice}
    ///
    /// @param driverOf makes driver and arguments, `net_null,copy=1`, of the name of a netdevice
    public static BusProvider provider(final UnaryOperator<String> driverOf) {
        return new BusProvider() {
            @Override
            public String name() {
                return "pci";
            }

            @Override
            public Bus create(final Eal eal) {
                return new NetdevPciBus(eal, driverOf);
            }
        };
    }

    @Override
    public boolean accepts(final Devargs devargs) {
        return ADDRESS.matcher(devargs.name()).matches();
    }

    @Override
    public Device plug(final Devargs devargs) {
        final String netdevice = netdeviceAt(devargs.name()).orElseThrow(() -> new EalException(Errno.ENODEV,
            "plug " + devargs.name() + ": ENODEV, no such PCI device"));
        return eal.plug(Devargs.parse("bus=vdev,name=" + devargs.name() + "/driver=" + driverOf.apply(netdevice)));
    }

    private Optional<String> netdeviceAt(final String address) {
        try (Stream<Path> netdevices = Files.list(eal.options().devices().sysfsRoot().resolve("class/net"))) {
            return netdevices.filter(netdevice -> sitsAt(netdevice, address)).map(netdevice -> netdevice.getFileName().toString()).findFirst();
        } catch (final IOException e) {
            throw new EalException(Errno.EIO, "plug " + address + ": " + e, e);
        }
    }

    private static boolean sitsAt(final Path netdevice, final String address) {
        try {
            return Files.readSymbolicLink(netdevice.resolve("device")).getFileName().toString().equals(address);
        } catch (final IOException e) {
            return false; // without a device, or gone meanwhile
        }
    }
}
