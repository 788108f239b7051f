package dev.pollmode.bus.pci;

import dev.pollmode.eal.EalException;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.SysException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// A function that was taken from its driver of the kernel for `vfio-pci`, and is given back at the end.
///
/// `driver_override` makes the kernel bind this one function to `vfio-pci` and no other of its kind. Nothing is changed for
/// a function that has `vfio-pci` already: then it is not ours to give back.
final class DriverBinding implements AutoCloseable {
    static final String VFIO_PCI = "vfio-pci";

    private static final String PROBE = "bus/pci/drivers_probe";

    private final Sysfs sysfs;
    private final Logger log;
    private final PciAddress address;
    private final String original;
    private final String originalOverride;
    private boolean leaving;

    private DriverBinding(final Sysfs sysfs, final Logger log, final PciAddress address, final String original, final String originalOverride) {
        this.sysfs = sysfs;
        this.log = log;
        this.address = address;
        this.original = original;
        this.originalOverride = originalOverride;
    }

    /// Binds a function to `vfio-pci`.
    ///
    /// @throws EalException when the kernel does not do it; the original driver has it again then
    static DriverBinding take(final Sysfs sysfs, final Logger log, final PciFunction function) {
        final PciAddress address = function.address();
        if (!sysfs.exists("bus/pci/drivers/" + VFIO_PCI)) {
            throw new EalException(Errno.ENODEV, "bind " + address + " to vfio-pci: the kernel has no such driver; modprobe vfio-pci");
        }
        final String directory = PciScanner.directory(address);
        final String override = sysfs.read(directory + "/driver_override").filter(text -> !text.equals("(null)")).orElse("");
        final DriverBinding binding = new DriverBinding(sysfs, log, address, function.driver(), override);
        try {
            sysfs.write(directory + "/driver_override", VFIO_PCI + "\n");
            binding.unbind();
            sysfs.write(PROBE, address.toString());
            final String now = sysfs.link(directory + "/driver").orElse(null);
            if (!VFIO_PCI.equals(now)) {
                throw new EalException(Errno.EBUSY, "bind " + address + " to vfio-pci: it has " + (now == null ? "no driver" : now)
                    + " afterwards" + (function.iommuGroup().isPresent() ? "; the kernel log says why" : "; it has no group of an "
                    + "IOMMU: turn the IOMMU on, or set enable_unsafe_noiommu_mode of the module vfio (unsafe)"));
            }
            log.log(Level.INFO, "PCI device " + address + " was taken from " + (function.driver() == null ? "no driver" : function.driver()));
            return binding;
        } catch (final EalException e) {
            binding.close();
            throw e;
        } catch (final SysException e) {
            binding.close();
            throw EalException.of("bind " + address + " to vfio-pci", e);
        }
    }

    private void unbind() {
        final String driver = PciScanner.directory(address) + "/driver";
        if (sysfs.link(driver).isPresent()) {
            sysfs.write(driver + "/unbind", address.toString());
        }
    }

    /// The function is being removed, or taken by whoever asked for it: [#close()] will not bind it to its driver again, which
    /// would get in their way.
    void deviceLeaves() {
        leaving = true;
    }

    /// Gives the function back to the driver it had. It must not be open any more: the kernel waits for that. A function
    /// that is gone needs nothing; what the kernel refuses is logged.
    @Override
    public void close() {
        if (!sysfs.exists(PciScanner.directory(address))) {
            return;
        }
        try {
            sysfs.write(PciScanner.directory(address) + "/driver_override", originalOverride + "\n");
            if (leaving) {
                return;
            }
            unbind();
            if (original != null) {
                sysfs.write(PROBE, address.toString());
            }
            final String now = sysfs.link(PciScanner.directory(address) + "/driver").orElse(null);
            if (original != null && !original.equals(now)) {
                log.log(Level.WARNING, "PCI device " + address + " should go back to " + original + " but has "
                    + (now == null ? "no driver" : now));
            }
        } catch (final SysException e) {
            log.log(leaving ? Level.DEBUG : Level.WARNING, "PCI device " + address + " is not given back to " + original + ": " + e.getMessage());
        }
    }
}
