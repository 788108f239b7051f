package dev.pollmode.bus.vdev;

import dev.pollmode.eal.Devargs;
import dev.pollmode.eal.Device;
import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.eal.spi.Bus;
import dev.pollmode.sys.Errno;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// The bus of virtual devices, one per Eal.
///
/// The driver of a device is the one that its arguments ask for (`bus=vdev,name=front0/driver=net_tap`), else the one whose name,
/// or an alias of it, the name of the device begins with; the longest wins, unless it [declines][VdevDriver#takes].
/// Devices are probed in the order of the command line, those added later behind them. A driver may add devices while it
/// probes one.
public final class VdevBus implements Bus {
    /// What the bus is called.
    public static final String NAME = "vdev";

    private final Eal eal;
    private final Logger log;
    private final List<VdevDriver> drivers = new CopyOnWriteArrayList<>();
    private final List<VdevScan> scans = new CopyOnWriteArrayList<>();
    private final Map<String, Devargs> wanted = new LinkedHashMap<>();
    private final Map<String, VdevDevice> devices = new LinkedHashMap<>();

    VdevBus(final Eal eal) {
        this.eal = eal;
        log = eal.logs().logger("bus.vdev");
        for (final Devargs vdev : eal.options().devices().vdevs()) {
            wanted.put(vdev.name(), vdev);
        }
        eal.services(VdevDriver.class).forEach(this::register);
    }

    @Override
    public String name() {
        return NAME;
    }

    /// {@return the Eal it belongs to}
    public Eal eal() {
        return eal;
    }

    @Override
    public List<String> driverNames() {
        return drivers.stream().map(VdevDriver::name).sorted().toList();
    }

    @Override
    public boolean accepts(final Devargs devargs) {
        return driversOf(devargs).findAny().isPresent();
    }

    /// {@return the drivers that a device may be for, those to be asked first first}
    private Stream<VdevDriver> driversOf(final Devargs devargs) {
        return devargs.driverName().map(name -> drivers.stream().filter(driver -> driver.name().equals(name)))
            .orElseGet(() -> driversByPrefix(devargs.name()));
    }

    private Stream<VdevDriver> driversByPrefix(final String device) {
        return drivers.stream().filter(driver -> matchLength(driver, device) > 0)
            .sorted(Comparator.comparingInt((VdevDriver driver) -> matchLength(driver, device)).reversed());
    }

    private static int matchLength(final VdevDriver driver, final String device) {
        return Stream.concat(Stream.of(driver.name()), driver.aliases().stream()).filter(device::startsWith)
            .mapToInt(String::length).max().orElse(0);
    }

    /// Adds a driver that was not found as a service, for devices to come.
    ///
    /// @param driver the driver
    /// @throws EalException EEXIST when there is one of its name
    public void register(final VdevDriver driver) {
        if (driverNames().contains(driver.name())) {
            throw new EalException(Errno.EEXIST, "register driver " + driver.name() + ": EEXIST, there is one of that name");
        }
        drivers.add(driver);
        driver.onRegistered(this);
    }

    /// Removes a driver. One that wasn't there changes nothing.
    ///
    /// @param driver the driver
    /// @throws EalException EBUSY when it serves devices
    public void unregister(final VdevDriver driver) {
        snapshot().stream().filter(device -> device.driver() == driver).findFirst().ifPresent(device -> {
            throw new EalException(Errno.EBUSY, "unregister driver " + driver.name() + ": EBUSY, it serves " + device.name());
        });
        drivers.remove(driver);
    }

    // ---- scan ----

    /// Adds a scan; adding the same one twice changes nothing.
    ///
    /// @param scan called at the beginning of each scan
    public void addScan(final VdevScan scan) {
        if (!scans.contains(scan)) {
            scans.add(scan);
        }
    }

    /// Removes a scan.
    ///
    /// @param scan what was added
    /// @return whether it was there
    public boolean removeScan(final VdevScan scan) {
        return scans.remove(scan);
    }

    /// Adds a device to find in the next scan, or in the one that is going on. One of the same name that isn't there yet
    /// is replaced.
    ///
    /// @param devargs name and arguments
    public void addDevargs(final Devargs devargs) {
        synchronized (devices) {
            wanted.put(devargs.name(), devargs);
        }
    }

    /// {@return the devices to find: those of the command line and those that were added}
    public List<Devargs> devargs() {
        synchronized (devices) {
            return List.copyOf(wanted.values());
        }
    }

    @Override
    public void scan() {
        scans.forEach(scan -> scan.onScan(this));
        for (final Devargs devargs : devargs()) {
            synchronized (devices) {
                devices.computeIfAbsent(devargs.name(), name -> new VdevDevice(this, devargs, eal));
            }
        }
    }

    // ---- probe ----

    @Override
    public void probe() {
        for (final VdevDevice device : snapshot()) {
            // A driver that was probed before may have taken it away again.
            if (!device.isProbed() && find(device.name()).filter(there -> there == device).isPresent()) {
                try {
                    bind(device);
                } catch (final RuntimeException e) {
                    forget(device);
                    log.log(Level.ERROR, "failed to initialize " + device.name() + " device: " + e.getMessage());
                    log.log(Level.DEBUG, "cause", e);
                }
            }
        }
    }

    @Override
    public Device plug(final Devargs devargs) {
        final VdevDevice device;
        synchronized (devices) {
            final VdevDevice there = devices.get(devargs.name());
            if (there != null) {
                throw new EalException(Errno.EEXIST, "plug " + devargs.name() + ": EEXIST, there is a device of that name");
            }
            device = new VdevDevice(this, devargs, eal);
            devices.put(devargs.name(), device);
        }
        try {
            bind(device);
        } catch (final RuntimeException e) {
            forget(device);
            throw e;
        }
        return device;
    }

    private void bind(final VdevDevice device) {
        final VdevDriver driver = driversOf(device.devargs()).filter(one -> one.takes(device)).findFirst().orElseThrow(() -> new EalException(
            Errno.ENODEV, "no driver found for " + device.name() + "; the known ones are " + String.join(", ", driverNames())));
        requireAddresses(driver, device);
        // Bound first: a device can be looked up by its driver while it is being probed.
        device.boundTo(driver);
        try {
            driver.probe(device);
        } catch (final RuntimeException e) {
            device.letGo();
            throw e;
        }
    }

    private void requireAddresses(final VdevDriver driver, final VdevDevice device) {
        if (driver.needsVirtualAddresses() && eal.memory().isIovaPhysical()) {
            throw new EalException(Errno.EINVAL, "driver " + driver.name() + " needs the addresses of the process for " + device.name()
                + "; leave out --iova-mode pa");
        }
    }

    /// Takes a device from its driver and forgets it.
    ///
    /// @param device its name
    /// @throws EalException ENOENT when there is none of that name
    public void unplug(final String device) {
        unplug(find(device).orElseThrow(() -> new EalException(Errno.ENOENT, "unplug " + device + ": ENOENT, no such device on the vdev bus")));
    }

    @Override
    public void unplug(final Device device) {
        final VdevDevice vdev;
        synchronized (devices) {
            vdev = devices.get(device.name());
            if (vdev != device) {
                throw new EalException(Errno.ENODEV, "unplug " + device.name() + ": ENODEV, it is not on the vdev bus");
            }
        }
        final VdevDriver driver = vdev.driver();
        if (driver != null) {
            driver.remove(vdev);
            vdev.letGo();
        }
        forget(vdev);
    }

    private void forget(final VdevDevice device) {
        synchronized (devices) {
            devices.remove(device.name(), device);
            wanted.remove(device.name());
        }
    }

    /// Finds a device by its name.
    ///
    /// @param name its name
    /// @return the device, if it is there
    public Optional<VdevDevice> find(final String name) {
        synchronized (devices) {
            return Optional.ofNullable(devices.get(name));
        }
    }

    @Override
    public Stream<Device> devices() {
        return snapshot().stream().map(Device.class::cast);
    }

    private List<VdevDevice> snapshot() {
        synchronized (devices) {
            return List.copyOf(devices.values());
        }
    }

    @Override
    public void close() {
        for (final VdevDevice device : snapshot().reversed()) {
            try {
                unplug(device);
            } catch (final RuntimeException e) {
                log.log(Level.ERROR, "remove of " + device.name() + " failed", e);
            }
        }
        scans.clear();
    }
}
