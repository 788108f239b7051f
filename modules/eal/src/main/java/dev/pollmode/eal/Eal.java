package dev.pollmode.eal;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.pollmode.eal.spi.Bus;
import dev.pollmode.eal.spi.BusProvider;
import dev.pollmode.eal.spi.EalService;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.SysException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// An environment: lcores, memory, buses with their devices, alarms and interrupts, made from a command line as C DPDK
/// has it.
///
/// ```java
/// try (Eal eal = Eal.init("-l", "0-1", "--vdev=net_null0")) {
///     eal.lcores().workers().getFirst().launch(lcore -> poll(lcore));
///     …
/// }
/// ```
///
/// | from    | to      | when                                                                               |
/// |---------|---------|------------------------------------------------------------------------------------|
/// |         | OPEN    | [#init(String...)] made all but the devices; a failure then or before leads to CLOSED |
/// | OPEN    | CLOSING | [#close()]: nothing can be plugged or launched any more; lcores end                |
/// | CLOSING | CLOSED  | the lcores have ended; extensions, devices, alarms, memory are closed in this order |
///
/// Several may live in one JVM; each has its own threads, devices and memory. A closed one throws
/// [IllegalStateException]. All methods may be called by any thread, except that the thread that makes an Eal becomes
/// its main lcore, and is pinned to the CPUs of that until it closes it.
public final class Eal implements AutoCloseable {
    /// How long a callback waits for the lock that a thread holds that may be waiting for this callback.
    private static final long CALLBACK_PATIENCE_MS = 100;

    private enum State { STARTING, OPEN, CLOSING, CLOSED }

    private final EalOptions options;
    private final Logs logs;
    private final System.Logger log;
    private final Cleanup cleanup = new Cleanup();
    private final DriverPath driverPath;
    private final Lcores lcores;
    private final EalMemory memory;
    private final Interrupts interrupts;
    private final Alarms alarms;
    private final DeviceEvents deviceEvents;
    private final Buses buses;
    private final Extensions extensions;
    private final RunningServices services;

    /// Held while devices change: by init, plug and unplug, and by close for the devices.
    private final ReentrantLock control = new ReentrantLock();
    private final Object closeLock = new Object();
    private volatile State state = State.STARTING;

    Eal(final EalOptions options, final Logs logs, final Clock clock, final List<BusProvider> providers) {
        this.options = Objects.requireNonNull(options, "options");
        this.logs = Objects.requireNonNull(logs, "logs");
        log = logger("lib.eal");
        cleanup.add(logs::close);
        try {
            options.report(log);
            if (options.versionWanted()) {
                log.log(INFO, Version.text());
            }
            final Traces traces = Traces.start(options.traces(), options.filePrefix(), log);
            cleanup.add(traces::close);
            driverPath = DriverPath.open(options.devices().driverPaths());
            cleanup.add(driverPath::close);
            final MainThread main = MainThread.enter(this);
            cleanup.add(main::close);
            final List<LcoreSpec> plan = LcorePlan.of(options.lcores(), main.processCpus());
            interrupts = new Interrupts("eal-intr-" + main.slot(), MainThread.cpusForControl(plan, main.processCpus()), logger("lib.eal.interrupts"));
            cleanup.add(() -> interrupts.close(Joining.TIMEOUT_MS));
            lcores = Lcores.start(plan, logger("lib.eal.lcore"));
            cleanup.add(() -> lcores.close(Joining.TIMEOUT_MS));
            main.pin(plan);
            memory = new EalMemory(MemoryPlan.of(options.memory(), !options.devices().vfioUser().isEmpty()), new HugePages(), logger("lib.eal.memory"));
            cleanup.add(memory::close);
            alarms = new Alarms(interrupts, clock, logger("lib.eal.alarm"));
            cleanup.add(alarms::close);
            deviceEvents = new DeviceEvents(logger("lib.eal.dev"));
            cleanup.add(deviceEvents::close);
            buses = new Buses(logger("lib.eal.bus"));
            cleanup.add(buses::close);
            extensions = new Extensions(log);
            cleanup.add(extensions::close);
            services = new RunningServices(log);
            cleanup.add(services::close);
            state = State.OPEN;
            bringUp(providers);
            services.start(this, services(EalService.class));
        } catch (final SysException | UncheckedIOException e) {
            final EalException failure = EalException.of("init", e);
            unwind(failure);
            throw failure;
        } catch (final RuntimeException | Error e) {
            unwind(e);
            throw e;
        }
    }

    /// Makes an environment; the calling thread becomes its main lcore.
    ///
    /// A device that cannot be probed is logged and left out. A device of the command line that no driver serves is an
    /// error.
    ///
    /// @param args the command line, as C DPDK has it; what follows `--` is in [#remaining()]
    /// @return the environment, the caller's to close
    /// @throws EalException EINVAL naming the first wrong word of the command line, ENODEV naming a device that nobody
    ///     serves, or why a part cannot be made; nothing stays open then
    public static Eal init(final String... args) {
        return builder().args(args).init();
    }

    /// {@return makes an environment that is not the usual one}
    public static EalBuilder builder() {
        return new EalBuilder();
    }

    /// {@return the words of the command line that are for the application}
    public List<String> remaining() {
        return options.remaining();
    }

    /// {@return the command line}
    public EalOptions options() {
        return options;
    }

    /// {@return what is said to the user: a logger for each component}
    public Logs logs() {
        return logs;
    }

    /// {@return the lcores}
    public Lcores lcores() {
        return lcores;
    }

    /// {@return the memory for packets and devices}
    public EalMemory memory() {
        return memory;
    }

    /// {@return callbacks after a delay}
    public Alarms alarms() {
        return alarms;
    }

    /// {@return callbacks when a descriptor is ready}
    public Interrupts interrupts() {
        return interrupts;
    }

    /// {@return who is told when devices come and go}
    public DeviceEvents deviceEvents() {
        return deviceEvents;
    }

    /// Finds what other modules provide: those that the program was started with, and those of the jars and directories
    /// of `-d`.
    ///
    /// @param service the service, of an exported package
    /// @param <S>     its type
    /// @return a provider each, made anew, in the order of the paths
    /// @throws EalException EINVAL when a provider cannot be made
    public <S> List<S> services(final Class<S> service) {
        return driverPath.providers(service);
    }

    /// {@return the buses, in the order of probing}
    public Stream<Bus> buses() {
        return buses.stream();
    }

    /// {@return the bus of a name}
    ///
    /// @param name as in `bus=<name>`
    public Optional<Bus> bus(final String name) {
        return buses.find(name);
    }

    /// {@return the devices of all buses, in the order of probing}
    public Stream<Device> devices() {
        return buses.devices();
    }

    /// {@return the devices that a text picks, in the order of probing}
    ///
    /// @param filter `bus=…,name=…,driver=…`, in any order; what is left out fits anything
    /// @throws EalException EINVAL naming the key that is unknown, or given twice
    public Stream<Device> devices(final String filter) {
        return devices().filter(DeviceFilter.parse(filter));
    }

    /// {@return the device of a name}
    ///
    /// @param name its name
    public Optional<Device> device(final String name) {
        return devices().filter(device -> device.name().equals(name)).findFirst();
    }

    /// Adds a device while the application runs.
    ///
    /// @param devargs `net_null7,copy=1`, `vdev:net_null7`, `bus=vdev,name=net_null7`, the address of a PCI device
    /// @return the device, probed
    /// @throws EalException as for [#plug(Devargs)], and EINVAL when the text is wrong
    public Device plug(final String devargs) {
        return plug(Devargs.parse(devargs));
    }

    /// Adds a device while the application runs. May be called by a driver that probes, also in an alarm or an interrupt
    /// callback.
    ///
    /// @param devargs its name and arguments
    /// @return the device, probed
    /// @throws EalException EEXIST when there is a device of this name, ENODEV when no bus or driver serves it, EAGAIN
    ///     when a callback calls while another thread changes devices, or what the driver threw; the device is gone then
    public Device plug(final Devargs devargs) {
        return whileOpen(() -> {
            final Bus bus = buses.require(devargs);
            device(devargs.name()).ifPresent(existing -> {
                throw new EalException(Errno.EEXIST, "plug %s: a device of this name exists on bus %s".formatted(devargs.name(),
                    existing.bus().name()));
            });
            final Device device = bus.plug(devargs);
            warnOfNamesake(device);
            return device;
        });
    }

    /// Removes a device while the application runs; nobody may use its ports any more.
    ///
    /// @param device a device of this environment
    /// @throws EalException ENODEV when it was removed before, EAGAIN as for [#plug(Devargs)], or what its bus threw
    public void unplug(final Device device) {
        whileOpen(() -> {
            if (devices().noneMatch(known -> known == device)) {
                throw new EalException(Errno.ENODEV, "unplug %s: no such device".formatted(device.name()));
            }
            device.bus().unplug(device);
            return null;
        });
    }

    /// {@return the object of a type that a module keeps for this environment, made when first asked for}
    ///
    /// If it is [AutoCloseable], it is closed with the environment: before all devices, and before those made earlier.
    ///
    /// @param type    its type, the key
    /// @param factory makes it
    /// @param <T>     its type
    public <T> T extension(final Class<T> type, final Function<Eal, ? extends T> factory) {
        return extensions.get(type, () -> {
            requireNotClosed();
            return factory.apply(this);
        });
    }

    /// {@return whether [#close()] was called}
    public boolean isClosed() {
        return state != State.OPEN;
    }

    /// Ends the lcores, closes extensions, removes devices, cancels alarms and frees memory. A second call does nothing.
    ///
    /// @throws EalException EBUSY when a task does not return from its lcore within ten seconds of being asked to: nothing
    ///     that it may use is closed then, and close may be called again; EDEADLK when an lcore or a callback calls
    @Override
    public void close() {
        if (interrupts.onThread()) {
            throw new EalException(Errno.EDEADLK, "an alarm or interrupt callback cannot close the Eal it belongs to");
        }
        synchronized (closeLock) {
            if (state == State.CLOSED) {
                return;
            }
            lcores.requireNotOnOne();
            state = State.CLOSING;
            lcores.close(Joining.TIMEOUT_MS);
            control.lock();
            try {
                state = State.CLOSED;
                cleanup.close();
            } finally {
                control.unlock();
            }
        }
    }

    @Override
    public String toString() {
        return "Eal[main lcore %d, %s]".formatted(lcores.main().id(), state);
    }

    private void bringUp(final List<BusProvider> providers) {
        control.lock();
        try {
            buses.create(Stream.concat(services(BusProvider.class).stream(), providers.stream()).toList(), this);
            options.devices().vdevs().forEach(buses::require);
            options.devices().allowed().forEach(buses::require);
            buses.scan();
            buses.probe();
            devices().forEach(this::warnOfNamesake);
            log.log(DEBUG, () -> "%d lcores, %d devices".formatted(lcores.all().size(), devices().count()));
        } finally {
            control.unlock();
        }
    }

    /// Closes all that was made by an init that failed.
    private void unwind(final Throwable failure) {
        state = State.CLOSED;
        try {
            cleanup.close();
        } catch (final RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /// Runs a change of devices under the lock. A callback must not wait for it: the thread that holds it may be waiting
    /// for that callback, to cancel it.
    private <T> T whileOpen(final Supplier<T> change) {
        if (!enter()) {
            throw new EalException(Errno.EAGAIN, "devices are being changed by another thread; try again later");
        }
        try {
            if (state != State.OPEN) {
                throw new IllegalStateException(this + " is closed");
            }
            return change.get();
        } finally {
            control.unlock();
        }
    }

    private boolean enter() {
        if (!interrupts.onThread()) {
            control.lock();
            return true;
        }
        try {
            return control.tryLock(CALLBACK_PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void requireNotClosed() {
        if (state == State.CLOSED) {
            throw new IllegalStateException(this + " is closed");
        }
    }

    /// Two devices of one name in two environments may both work, or fight for an interface or a socket named after them.
    private void warnOfNamesake(final Device device) {
        ThreadSlots.owners(Eal.class).stream()
            .filter(other -> other != this && other.state == State.OPEN && other.device(device.name()).isPresent())
            .forEach(other -> log.log(WARNING, "device %s: %s in this JVM has a device of the same name".formatted(device.name(), other)));
    }

    private System.Logger logger(final String component) {
        return logs.logger(component);
    }
}
