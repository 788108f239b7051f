package dev.pollmode.ethdev;

import dev.pollmode.eal.Device;
import dev.pollmode.eal.Eal;
import dev.pollmode.mbuf.Mempools;
import dev.pollmode.ethdev.spi.EthDevOps;
import dev.pollmode.ethdev.spi.PortContext;
import dev.pollmode.sys.Errno;
import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/// The ports of one [Eal]. Safe for use by several threads.
public final class EthDevs implements AutoCloseable {
    /// How many ports an Eal can have.
    public static final int MAX_PORTS = 1024;

    private static final long BURST_DEADLINE_NS = 1_000_000_000;

    private final Eal eal;
    private final Logger log;
    private final SortedMap<Integer, EthDev> ports = new TreeMap<>();
    // Numbers and names of ports that are being made. Guarded by `ports`.
    private final Map<Integer, String> reserved = new HashMap<>();
    private final List<Consumer<EthEvent>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong owners = new AtomicLong();
    private final Chaos chaos = new Chaos(this);

    private EthDevs(final Eal eal) {
        this.eal = eal;
        log = eal.logs().logger("lib.ethdev");
        // What is made first is closed last: pools close after the ports, whose queues hold mbufs.
        Mempools.of(eal);
    }

    /// {@return the ports of an Eal}
    ///
    /// @param eal whose
    public static EthDevs of(final Eal eal) {
        return eal.extension(EthDevs.class, EthDevs::new);
    }

    /// Adds a port for a device; for drivers.
    ///
    /// @param device the device
    /// @param name the name of the port, unlike that of any other
    /// @param maker makes the driver's device class; when it throws there is no port
    /// @return the port
    /// @throws EthDevException EEXIST when the name is taken, ENOSPC when there are too many ports
    public EthDev attach(final Device device, final String name, final Function<PortContext, EthDevOps> maker) {
        return attach(device, name, maker, port -> { });
    }

    /// Adds a port for a device whose driver has more to do once the port has its number, such as attaching further
    /// ports, before anybody is told of it.
    ///
    /// @param device the device
    /// @param name the name of the port, unlike that of any other
    /// @param maker makes the driver's device class; when it throws there is no port
    /// @param completion completes the port; when it throws the port is closed
    /// @return the port
    /// @throws EthDevException EEXIST when the name is taken, ENOSPC when there are too many ports
    public EthDev attach(final Device device, final String name, final Function<PortContext, EthDevOps> maker,
            final Consumer<EthDev> completion) {
        chaos.requireNotRemoved(device.name());
        final int id = reserve(name);
        final EthDev port;
        try {
            // Without the lock: making a port may take long, and may make others.
            final PortEvents events = new PortEvents(this, device, name, id);
            port = new EthDev(this, id, name, device, events);
            port.serve(maker.apply(events));
            events.serve(port);
            synchronized (ports) {
                ports.put(id, port);
            }
        } finally {
            synchronized (ports) {
                reserved.remove(id);
            }
        }
        complete(port, completion);
        tellAll(new EthEvent.New(port));
        return port;
    }

    private static void complete(final EthDev port, final Consumer<EthDev> completion) {
        try {
            completion.accept(port);
        } catch (final RuntimeException e) {
            port.close();
            throw e;
        }
    }

    private int reserve(final String name) {
        synchronized (ports) {
            if (reserved.containsValue(name) || ports.values().stream().anyMatch(port -> port.name().equals(name))) {
                throw new EthDevException(Errno.EEXIST, "attach port " + name + ": EEXIST, there is one of that name");
            }
            for (int id = 0; id < MAX_PORTS; id++) {
                if (!ports.containsKey(id) && reserved.putIfAbsent(id, name) == null) {
                    return id;
                }
            }
        }
        throw new EthDevException(Errno.ENOSPC, "attach port " + name + ": ENOSPC, there are " + MAX_PORTS + " ports already");
    }

    /// {@return the port of that number, owned or not}
    ///
    /// @param id its number
    /// @throws EthDevException ENODEV when there is none
    public EthDev port(final int id) {
        synchronized (ports) {
            final EthDev port = ports.get(id);
            if (port == null) {
                throw new EthDevException(Errno.ENODEV, "port " + id + ": ENODEV, the ports are " + ports.keySet());
            }
            return port;
        }
    }

    /// {@return the port of that number, if there is one}
    ///
    /// @param id its number
    public Optional<EthDev> find(final int id) {
        synchronized (ports) {
            return Optional.ofNullable(ports.get(id));
        }
    }

    /// {@return the port of that name, if there is one, owned or not}
    ///
    /// @param name its name
    public Optional<EthDev> find(final String name) {
        return all().filter(port -> port.name().equals(name)).findFirst();
    }

    /// {@return the ports that nobody owns, by number: those an application works with}
    public Stream<EthDev> available() {
        return all().filter(port -> port.owner().isEmpty());
    }

    /// {@return all ports by number, owned ones too}
    public Stream<EthDev> all() {
        synchronized (ports) {
            return List.copyOf(ports.values()).stream();
        }
    }

    /// {@return the ports of a device, by number}
    ///
    /// @param device the device
    public Stream<EthDev> of(final Device device) {
        return all().filter(port -> port.device() == device);
    }

    /// {@return the ports of the device that a port belongs to, itself included}
    ///
    /// @param port the port
    public Stream<EthDev> siblings(final EthDev port) {
        return of(port.device());
    }

    /// {@return the ports of an owner, by number}
    ///
    /// @param owner who
    public Stream<EthDev> ownedBy(final Owner owner) {
        return all().filter(port -> port.owner().filter(other -> other == owner).isPresent());
    }

    /// {@return the ports of a driver, by number, owned or not}
    ///
    /// @param driver the name of the driver, such as `net_tap`
    public Stream<EthDev> ofDriver(final String driver) {
        return all().filter(port -> driver.equals(port.device().driverName()));
    }

    /// {@return whether there is a port of that number, owned or not}
    ///
    /// @param id any number
    public boolean isValid(final int id) {
        return find(id).isPresent();
    }

    /// Closes the ports of a device; for drivers whose device is removed.
    ///
    /// @param device the device
    public void closeAll(final Device device) {
        of(device).toList().forEach(EthDev::close);
    }

    /// {@return somebody new who can own ports}
    ///
    /// @param name what messages call it
    public Owner newOwner(final String name) {
        return new Owner(name, owners.incrementAndGet());
    }

    /// Takes all its ports from an owner.
    ///
    /// @param owner who
    public void disownAll(final Owner owner) {
        ownedBy(owner).forEach(port -> port.disown(owner));
    }

    /// Listens to the events of all ports.
    ///
    /// @param listener called on the thread that noticed the event
    /// @return ends it
    public Registration onEvent(final Consumer<EthEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void tellAll(final EthEvent event) {
        listeners.forEach(listener -> tell(listener, event));
    }

    /// Calls a listener; one that throws is logged and keeps neither the others nor the driver from going on.
    void tell(final Consumer<EthEvent> listener, final EthEvent event) {
        try {
            listener.accept(event);
        } catch (final RuntimeException e) {
            log.log(Logger.Level.ERROR, "a listener failed on " + event, e);
        }
    }

    void forget(final EthDev port) {
        synchronized (ports) {
            ports.remove(port.id(), port);
        }
    }

    Eal eal() {
        return eal;
    }

    Chaos chaos() {
        return chaos;
    }

    Logger log() {
        return log;
    }

    /// {@return until when a thread has to come back from a burst that began now}
    long burstDeadlineNs() {
        return System.nanoTime() + BURST_DEADLINE_NS;
    }

    /// Closes all ports, the youngest first.
    @Override
    public void close() {
        chaos.close();
        final List<EthDev> open;
        synchronized (ports) {
            open = new ArrayList<>(ports.values()).reversed();
        }
        for (final EthDev port : open) {
            try {
                port.close();
            } catch (final RuntimeException e) {
                log.log(Logger.Level.ERROR, "close of " + port + " failed", e);
            }
        }
    }
}
