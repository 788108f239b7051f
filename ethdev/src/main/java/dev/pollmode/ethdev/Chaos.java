package dev.pollmode.ethdev;

import dev.pollmode.eal.Device;
import dev.pollmode.eal.DeviceEvents;
import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.sys.Errno;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Makes ports, and what they stand on, fail, so that users can rehearse it: any port of any driver. Safe for use by several threads.
///
/// | fault           | what the port and those who listen to it see                                    | until              |
/// |-----------------|---------------------------------------------------------------------------------|--------------------|
/// | [#remove]       | [EthEvent.Removal]; no port can be attached for a device of this name           | [#restore]         |
/// | [#link], down   | the link is down, and [EthEvent.LinkChange] says so; packets pass all the same  | [#link], up        |
/// | [#stall]        | its queues receive nothing and take nothing                                     | the time is over   |
/// | [#exhaust]      | its pool has no buffers but those that threads keep for themselves              | the time is over   |
/// | [#delayAlarms]  | no alarm and no interrupt of the Eal is served                                  | the time is over   |
public final class Chaos {
    private static final Duration AT_ONCE = Duration.ofNanos(1000);

    private final EthDevs ports;
    private final Set<String> removed = ConcurrentHashMap.newKeySet();
    private volatile Thread delayed;
    private volatile boolean closed;

    Chaos(final EthDevs ports) {
        this.ports = ports;
    }

    /// {@return the faults of an Eal's ports}
    ///
    /// @param eal whose
    public static Chaos of(final Eal eal) {
        return EthDevs.of(eal).chaos();
    }

    /// Announces that a device is being removed, on all its ports, and keeps it away until [#restore]. Who uses the
    /// ports has to close them and unplug the device.
    ///
    /// @param device the name of a device
    /// @throws EalException ENODEV when there is none of that name
    public void remove(final String device) {
        final Device found = ports.eal().device(device).orElseThrow(() -> new EalException(Errno.ENODEV, "chaos rmv " + device
            + ": ENODEV, the devices are " + ports.eal().devices().map(Device::name).toList()));
        removed.add(device);
        ports.of(found).toList().forEach(port -> port.events().removed("chaos rmv " + device));
    }

    /// Lets a device come back, and tells the listeners of [Eal#deviceEvents()] that it is there.
    ///
    /// @param device the name of a device that was removed
    /// @throws EalException ENOENT when it was not removed here
    public void restore(final String device) {
        if (!removed.remove(device)) {
            throw new EalException(Errno.ENOENT, "chaos return " + device + ": ENOENT, removed are " + removed());
        }
        ports.eal().deviceEvents().publish(device, DeviceEvents.Kind.ADD);
    }

    /// {@return the names of the devices that are kept away}
    public List<String> removed() {
        return removed.stream().sorted().toList();
    }

    /// Takes the link of a port down, whatever its driver says, or gives the driver its say again.
    ///
    /// @param port the port
    /// @param up whether the fault is over
    public void link(final EthDev port, final boolean up) {
        port.events().forceLinkDown(!up);
        port.events().linkChanged(port.link());
    }

    /// Lets the queues of a started port receive nothing and take nothing for some time.
    ///
    /// @param port the port
    /// @param time how long
    public void stall(final EthDev port, final Duration time) {
        final Runnable resume = port.stall();
        ports.eal().alarms().set(time, resume);
    }

    /// Takes all free buffers of a pool for some time. Threads that cache buffers keep those.
    ///
    /// @param pool the pool
    /// @param time how long
    /// @return how many buffers were taken
    public int exhaust(final Mempool pool, final Duration time) {
        final List<Mbuf> taken = new ArrayList<>();
        for (Mbuf mbuf = pool.tryAlloc(); mbuf != null; mbuf = pool.tryAlloc()) {
            taken.add(mbuf);
        }
        ports.eal().alarms().set(time, () -> taken.forEach(Mbuf::free));
        return taken.size();
    }

    /// Keeps the thread that serves alarms and interrupts busy for some time: whatever waits for it is late. Closing the
    /// Eal ends it.
    ///
    /// @param time how long
    public void delayAlarms(final Duration time) {
        ports.eal().alarms().set(AT_ONCE, () -> {
            delayed = Thread.currentThread();
            final long untilNs = System.nanoTime() + time.toNanos();
            for (long leftNs = time.toNanos(); leftNs > 0 && !closed; leftNs = untilNs - System.nanoTime()) {
                LockSupport.parkNanos(leftNs);
            }
            delayed = null;
        });
    }

    /// Ends a delay of alarms, for whoever closes the Eal waits for the thread that serves them.
    void close() {
        closed = true;
        LockSupport.unpark(delayed);
    }

    void requireNotRemoved(final String device) {
        if (removed.contains(device)) {
            throw new EthDevException(Errno.ENODEV, "attach port of " + device + ": ENODEV, chaos removed the device; chaos return "
                + device + " brings it back");
        }
    }
}
