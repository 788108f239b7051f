package dev.pollmode.bus.pci;

import dev.pollmode.eal.Devargs;
import dev.pollmode.eal.Device;
import dev.pollmode.eal.DeviceEvents;
import dev.pollmode.eal.DeviceOptions;
import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.eal.spi.Bus;
import dev.pollmode.sys.Errno;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The bus of PCI devices, one per Eal: those that the kernel knows, and those that `--vfio-user` names.
///
/// A device is used when a driver serves its kind and it is allowed: by `-a` if there is any, not by `-b`, at all with
/// neither. It is opened when it is bound to `vfio-pci` already; one that has another driver of the kernel is taken from it
/// only when its arguments say `bind=1`, and given back at the end. A device that `--vfio-user` names is there whatever the
/// kernel knows.
public final class PciBus implements Bus {
    /// What the bus is called.
    public static final String NAME = "pci";

    private final Eal eal;
    private final Logger log;
    private final DeviceOptions options;
    private final PciScanner scanner;
    private final DeviceOpener opener;
    private final Departures departures;
    private final Hotplug hotplug;
    private final List<PciDriver> drivers;
    private final Map<PciAddress, Path> sockets = new HashMap<>();
    private final Map<PciAddress, Devargs> allowed = new HashMap<>();
    /// Those of them that were told to be missing. Guarded by `devices`.
    private final Set<PciAddress> missing = new HashSet<>();
    private final Map<PciAddress, Devargs> blocked = new HashMap<>();
    private final Map<PciAddress, PciDevice> devices = new TreeMap<>();

    PciBus(final Eal eal) {
        this(eal, new Sysfs(eal.options().devices().sysfsRoot()), VfioKernel.LINUX, Path.of("/dev"), eal.services(PciDriver.class),
            eal::unplug);
    }

    /// A bus on other ground, for tests.
    PciBus(final Eal eal, final Sysfs sysfs, final VfioKernel kernel, final Path dev, final List<PciDriver> drivers,
            final Consumer<PciDevice> unplug) {
        this.eal = eal;
        this.log = eal.logs().logger("bus.pci");
        this.options = eal.options().devices();
        this.scanner = new PciScanner(sysfs, log);
        this.opener = new DeviceOpener(eal, sysfs, kernel, dev, log);
        this.departures = new Departures(eal, unplug, log);
        this.drivers = List.copyOf(drivers);
        options.vfioUser().forEach(server -> sockets.put(PciAddress.parse(server.address()), server.socket()));
        options.allowed().stream().filter(this::accepts).forEach(devargs -> allowed.put(PciAddress.parse(devargs.name()), devargs));
        options.blocked().stream().filter(this::accepts).forEach(devargs -> blocked.put(PciAddress.parse(devargs.name()), devargs));
        this.hotplug = options.pci() ? Hotplug.start(this, eal, log) : Hotplug.NONE;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean accepts(final Devargs devargs) {
        return PciAddress.tryParse(devargs.name()).isPresent();
    }

    @Override
    public List<String> driverNames() {
        return drivers.stream().map(PciDriver::name).sorted().toList();
    }

    // ---- scan

    @Override
    public void scan() {
        final List<PciFunction> functions = options.pci() ? scanner.scan() : List.of();
        synchronized (devices) {
            for (final PciFunction function : functions) {
                // A device at a socket is not the one of this machine that happens to have its address.
                if (!sockets.containsKey(function.address())) {
                    final PciDevice device = devices.computeIfAbsent(function.address(), address -> create(address, devargsOf(address)));
                    device.known(function);
                }
            }
            sockets.keySet().forEach(address -> devices.computeIfAbsent(address, key -> create(key, devargsOf(key))));
            allowed.keySet().stream().filter(address -> options.pci() && !devices.containsKey(address) && missing.add(address)).forEach(address ->
                log.log(Level.WARNING, "-a " + address + ": there is no such PCI device; it is used when it comes"));
        }
    }

    private Devargs devargsOf(final PciAddress address) {
        final Devargs given = allowed.get(address);
        return Devargs.of(null, address.toString(), given == null ? "" : given.arguments());
    }

    private PciDevice create(final PciAddress address, final Devargs devargs) {
        final BusArguments arguments = BusArguments.parse(devargs.arguments());
        final Path socket = sockets.get(address);
        return new PciDevice(this, devargs, socket == null || arguments.socket() != null ? arguments : arguments.at(socket), address, eal);
    }

    private boolean isAllowed(final PciDevice device) {
        final PciAddress address = device.address();
        if (blocked.containsKey(address)) {
            return false;
        }
        final boolean named = allowed.containsKey(address) || device.busArguments().socket() != null;
        return named || allowed.isEmpty() && options.autoProbing();
    }

    // ---- probe

    @Override
    public void probe() {
        for (final PciDevice device : snapshot()) {
            if (!device.isProbed() && isAllowed(device) && isOurs(device)) {
                try {
                    bind(device);
                } catch (final RuntimeException e) {
                    log.log(Level.ERROR, "probe of PCI device " + device.address() + " failed: " + e.getMessage());
                    log.log(Level.DEBUG, "cause", e);
                }
            }
        }
    }

    // A device that nobody named is used when a driver serves it and nothing has to be taken from the kernel for it.
    private boolean isOurs(final PciDevice device) {
        if (device.busArguments().socket() != null) {
            return true;
        }
        final Optional<PciDriver> driver = driverOf(device.id());
        if (driver.isEmpty()) {
            return false;
        }
        if (allowed.containsKey(device.address()) || DeviceOpener.canOpen(device.function(), device.busArguments())) {
            return true;
        }
        log.log(Level.DEBUG, () -> "PCI device " + device.address() + " could be served by " + driver.get().name() + " but has the driver "
            + device.function().driver() + " of the kernel");
        return false;
    }

    private Optional<PciDriver> driverOf(final PciId id) {
        return id == null ? Optional.empty()
            : drivers.stream().filter(driver -> driver.ids().stream().anyMatch(id::matches)).findFirst();
    }

    @Override
    public Device plug(final Devargs devargs) {
        return added(devargs, this::bind);
    }

    /// Opens a device without a driver, for programs that look at it: probes, dumps, tests. Called by the control plane.
    ///
    /// @param devargs address and arguments of the bus
    /// @return the device, open; [Eal#unplug(Device)] closes it
    /// @throws EalException as for [#plug(Devargs)]
    public PciDevice openWithoutDriver(final Devargs devargs) {
        return added(devargs, device -> {
            open(device);
            listen(device);
        });
    }

    private PciDevice added(final Devargs devargs, final Consumer<PciDevice> start) {
        final PciAddress address = PciAddress.parse(devargs.name());
        final PciDevice device;
        synchronized (devices) {
            final PciDevice there = devices.get(address);
            if (there != null && there.openOrNull() != null) {
                throw new EalException(Errno.EEXIST, "plug " + address + ": it is in use");
            }
            final String arguments = devargs.arguments().isEmpty() ? devargsOf(address).arguments() : devargs.arguments();
            device = create(address, Devargs.of(null, address.toString(), arguments));
            if (device.busArguments().socket() == null) {
                device.known(scanner.function(address).orElseThrow(() -> new EalException(Errno.ENODEV,
                    "plug " + address + ": there is no such PCI device")));
            }
            devices.put(address, device);
        }
        try {
            start.accept(device);
            return device;
        } catch (final RuntimeException e) {
            forget(device);
            throw EalException.of("plug " + address, e);
        }
    }

    private void bind(final PciDevice device) {
        if (device.id() != null) {
            requireDriver(device, device.id());
        }
        open(device);
        try {
            final PciDriver driver = requireDriver(device, device.id());
            device.boundTo(driver);
            driver.probe(device);
        } catch (final RuntimeException e) {
            close(device);
            throw e;
        }
        listen(device);
        log.log(Level.INFO, "PCI device " + device.address() + " (" + device.id() + "): " + device.driverName() + " by "
            + device.access().description());
    }

    private PciDriver requireDriver(final PciDevice device, final PciId id) {
        return driverOf(id).orElseThrow(() -> new EalException(Errno.ENODEV, "no driver serves the PCI device " + device.address() + " ("
            + id + "); known: " + String.join(", ", driverNames())));
    }

    private void open(final PciDevice device) {
        final OpenDevice opened = opener.open(device.function(), device.busArguments());
        device.opened(opened);
        if (device.id() == null) {
            try {
                device.known(new PciFunction(device.address(), opened.config().id(), opened.config().revision(), -1, null,
                    OptionalInt.empty(), List.of()));
            } catch (final RuntimeException e) {
                close(device);
                throw e;
            }
        }
    }

    private static void close(final PciDevice device) {
        final OpenDevice opened = device.openOrNull();
        if (device.isLeaving()) {
            opened.deviceLeaves();
        }
        device.letGo();
        device.closed();
        opened.close();
    }

    // Last of all: whoever is asked to leave has come before.
    private void listen(final PciDevice device) {
        try {
            device.openOrNull().listen(eal.interrupts(), () -> departures.begin(device, "it is wanted back"), device::runError,
                () -> departures.begin(device, "it is gone"));
        } catch (final RuntimeException e) {
            release(device);
            throw e;
        }
    }

    // ---- what the kernel says

    void onAdded(final PciAddress address) {
        final Optional<PciFunction> function = scanner.function(address);
        if (function.isEmpty()) {
            return;
        }
        final boolean wanted;
        synchronized (devices) {
            final PciDevice device = devices.computeIfAbsent(address, key -> create(key, devargsOf(key)));
            if (device.openOrNull() == null) {
                device.known(function.get());
            }
            wanted = isAllowed(device);
        }
        if (wanted) {
            eal.deviceEvents().publish(address.toString(), DeviceEvents.Kind.ADD);
        }
    }

    void onChanged(final PciAddress address) {
        synchronized (devices) {
            final PciDevice device = devices.get(address);
            if (device != null && device.openOrNull() == null) {
                scanner.function(address).ifPresent(device::known);
            }
        }
    }

    void onRemoved(final PciAddress address) {
        final PciDevice device;
        synchronized (devices) {
            device = devices.get(address);
            if (device == null || device.busArguments().socket() != null) {
                return;
            }
            if (device.openOrNull() == null) {
                devices.remove(address);
            }
        }
        if (device.openOrNull() != null) {
            departures.begin(device, "the kernel removed it");
        } else {
            eal.deviceEvents().publish(address.toString(), DeviceEvents.Kind.REMOVE);
        }
    }

    void onEventsLost() {
        final List<PciAddress> now = scanner.scan().stream().map(PciFunction::address).toList();
        final List<PciAddress> before;
        synchronized (devices) {
            before = List.copyOf(devices.keySet());
        }
        before.stream().filter(address -> !now.contains(address)).forEach(this::onRemoved);
        now.stream().filter(address -> !before.contains(address)).forEach(this::onAdded);
    }

    // ---- the end

    @Override
    public void unplug(final Device device) {
        final PciDevice pci;
        synchronized (devices) {
            pci = devices.values().stream().filter(known -> known == device).findFirst().orElseThrow(() -> new EalException(Errno.ENODEV,
                "unplug " + device.name() + ": it is not on the PCI bus"));
        }
        release(pci);
        forget(pci);
    }

    private void release(final PciDevice device) {
        if (device.openOrNull() == null) {
            return;
        }
        if (device.driver() != null) {
            device.driver().remove(device);
        }
        close(device);
    }

    private void forget(final PciDevice device) {
        synchronized (devices) {
            devices.remove(device.address(), device);
        }
    }

    /// {@return the devices that are open, in the order of their addresses}
    @Override
    public Stream<Device> devices() {
        return scanned().filter(device -> device.openOrNull() != null).map(Device.class::cast);
    }

    /// {@return all devices that were found, open or not, in the order of their addresses}
    public Stream<PciDevice> scanned() {
        return snapshot().stream();
    }

    /// Finds a device by its address.
    ///
    /// @param address of the device
    /// @return the device, if it was found by a scan or plugged
    public Optional<PciDevice> find(final PciAddress address) {
        synchronized (devices) {
            return Optional.ofNullable(devices.get(address));
        }
    }

    private List<PciDevice> snapshot() {
        synchronized (devices) {
            return new ArrayList<>(devices.values());
        }
    }

    @Override
    public void close() {
        hotplug.close();
        for (final PciDevice device : snapshot().reversed()) {
            try {
                release(device);
            } catch (final RuntimeException e) {
                log.log(Level.ERROR, "remove of PCI device " + device.address() + " failed", e);
            }
            forget(device);
        }
    }
}
