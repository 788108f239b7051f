package dev.pollmode.bus.pci;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.sys.Errno;
import java.lang.System.Logger;
import java.nio.file.Path;

/// Opens devices: chooses the way, binds to `vfio-pci` where that was asked for.
final class DeviceOpener {
    private final Eal eal;
    private final Logger log;
    private final Sysfs sysfs;
    private final VfioKernel kernel;
    private final VfioContainer withIommu;
    private final VfioContainer withoutIommu;

    DeviceOpener(final Eal eal, final Sysfs sysfs, final VfioKernel kernel, final Path dev, final Logger log) {
        this.eal = eal;
        this.log = log;
        this.sysfs = sysfs;
        this.kernel = kernel;
        this.withIommu = new VfioContainer(kernel, dev, eal.memory(), log, false);
        this.withoutIommu = new VfioContainer(kernel, dev, eal.memory(), log, true);
    }

    /// {@return whether a function could be opened as it is, or may be made so}
    static boolean canOpen(final PciFunction function, final BusArguments arguments) {
        return arguments.socket() != null || DriverBinding.VFIO_PCI.equals(function.driver()) || arguments.bind();
    }

    /// Opens a device for a driver, or for whoever looks at it.
    ///
    /// @param function  as the last scan saw it
    /// @param arguments of the bus
    /// @return the device, ready for its driver
    /// @throws RuntimeException when it cannot be opened; everything is as before then
    OpenDevice open(final PciFunction function, final BusArguments arguments) {
        if (arguments.socket() != null) {
            return OpenDevice.prepare(VfioUserAccess.connect(arguments.socket()), null, eal, log);
        }
        final DriverBinding binding = bind(function, arguments);
        final PciAccess access;
        try {
            // Binding gives the function its group where there is no IOMMU.
            final PciFunction now = new PciScanner(sysfs, log).function(function.address()).orElse(function);
            access = VfioAccess.open(kernel, arguments.noIommu() ? withoutIommu : withIommu, now, token(), log);
        } catch (final RuntimeException e) {
            if (binding != null) {
                binding.close();
            }
            throw e;
        }
        return OpenDevice.prepare(access, binding, eal, log);
    }

    private DriverBinding bind(final PciFunction function, final BusArguments arguments) {
        if (DriverBinding.VFIO_PCI.equals(function.driver())) {
            return null;
        }
        if (!arguments.bind()) {
            throw new EalException(Errno.EBUSY, "PCI device " + function.address() + " has the driver "
                + (function.driver() == null ? "(none)" : function.driver()) + " of the kernel; bind it to vfio-pci, or add bind=1 to its "
                + "arguments to take it while this program runs");
        }
        return DriverBinding.take(sysfs, log, function);
    }

    private String token() {
        return eal.options().devices().vfToken().map(token -> " vf_token=" + token).orElse("");
    }
}
