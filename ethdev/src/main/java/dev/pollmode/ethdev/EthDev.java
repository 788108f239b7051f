package dev.pollmode.ethdev;

import dev.pollmode.eal.Device;
import dev.pollmode.ethdev.spi.EthDevOps;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.sys.Errno;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/// An Ethernet port.
///
/// | state      | allowed                                                | next                      |
/// |------------|--------------------------------------------------------|---------------------------|
/// | ATTACHED   | [#configure]                                           | CONFIGURED                |
/// | CONFIGURED | [#configure], [#setupRxQueue], [#setupTxQueue], [#start] | STARTED                 |
/// | STARTED    | bursts, [#stop]                                        | CONFIGURED                |
/// | CLOSED     | nothing: every operation throws ENODEV, bursts are idle | none                     |
///
/// [#close] is allowed in every state and stops the port first. The control plane is safe for use by several threads; each
/// queue is polled by one thread at a time.
///
/// Failures are [EthDevException]s with the errno DPDK would return.
public final class EthDev implements AutoCloseable {
    private static final int DEFAULT_MTU = 1500;

    private final EthDevs table;
    private final int id;
    private final String name;
    private final Device device;
    private final PortQueues queues;
    private final PortStatistics statistics;
    private final PortEvents events;
    private final QueueSwitch queueSwitch;
    private final PortLife life;
    private final Object lock;
    // Those that a VlanFilter lets in. Guarded by the lock.
    private final SortedSet<Integer> vlans = new TreeSet<>();
    private volatile Owner owner;

    EthDev(final EthDevs table, final int id, final String name, final Device device, final PortEvents events) {
        this.table = table;
        this.id = id;
        this.name = name;
        this.device = device;
        this.events = events;
        queues = new PortQueues(id, name);
        statistics = new PortStatistics(queues);
        queueSwitch = new QueueSwitch(this, queues);
        life = new PortLife(this, queues, statistics, events, table.log());
        lock = life.lock();
    }

    void serve(final EthDevOps deviceOps) {
        life.serve(deviceOps);
    }

    // ---- identity ----

    /// {@return its number, unlike that of any other open port of the Eal}
    public int id() {
        return id;
    }

    /// {@return its name, most often that of its device}
    public String name() {
        return name;
    }

    /// {@return the device it belongs to}
    public Device device() {
        return device;
    }

    /// {@return whether it is still there; false once it was closed}
    public boolean isOpen() {
        return life.state() != PortLife.State.CLOSED;
    }

    /// {@return whether it is started}
    public boolean isStarted() {
        return life.state() == PortLife.State.STARTED;
    }

    /// {@return what it can do}
    public EthDevInfo info() {
        synchronized (lock) {
            return open("info").info();
        }
    }

    /// {@return its configuration; no queues before it was configured}
    public EthConf conf() {
        return life.conf();
    }

    // ---- life ----

    /// Configures the port: number of queues, offloads, events. All queues have to be set up afterwards.
    ///
    /// @param wanted the configuration
    /// @throws EthDevException EBUSY when started; EINVAL when a limit is exceeded, naming what the port can't do
    public void configure(final EthConf wanted) {
        life.configure(wanted);
    }

    /// Makes a receiving queue; one that was there is released.
    ///
    /// @param index its index
    /// @param wanted what it shall be
    /// @param pool where its buffers come from
    public void setupRxQueue(final int index, final QueueConf wanted, final Mempool pool) {
        life.setupRxQueue(index, wanted, pool);
    }

    /// Makes a sending queue; one that was there is released.
    ///
    /// @param index its index
    /// @param wanted what it shall be
    public void setupTxQueue(final int index, final QueueConf wanted) {
        life.setupTxQueue(index, wanted);
    }

    /// Starts the port; a started one is left as it is.
    public void start() {
        life.start();
    }

    /// Stops the port; one that isn't started is left as it is. When it returns no thread is inside its queues.
    ///
    /// @throws EthDevException EBUSY when a thread doesn't come back from a burst; the queues idle by then, try again
    public void stop() {
        life.stop();
    }

    /// Stops the port if it must and sets the device back to how it was attached; it has to be configured anew.
    ///
    /// @throws EthDevException ENOTSUP when the device can't be set back
    public void reset() {
        synchronized (lock) {
            life.reset();
            vlans.clear();
        }
    }

    /// Stops the port if it must, and ends it. A second time does nothing.
    ///
    /// A thread that doesn't come back from a burst is reported, and what it may touch stays where it is.
    @Override
    public void close() {
        if (life.close()) {
            table.forget(this);
            events.tell(new EthEvent.Destroy(this));
            events.close();
        }
    }

    // ---- queues ----

    /// {@return a receiving queue to poll, by one thread at a time; it may be kept for as long as one likes}
    ///
    /// @param index its index
    public RxQueue rxQueue(final int index) {
        synchronized (lock) {
            open("rx queue");
            return queues.rx(index).handle;
        }
    }

    /// {@return a sending queue to fill, by one thread at a time; it may be kept for as long as one likes}
    ///
    /// @param index its index
    public TxQueue txQueue(final int index) {
        synchronized (lock) {
            open("tx queue");
            return queues.tx(index).handle;
        }
    }

    /// {@return how a receiving queue is set up}
    ///
    /// @param index its index
    public QueueInfo rxQueueInfo(final int index) {
        synchronized (lock) {
            open("rx queue info");
            final PortQueues.Rx queue = queues.rx(index);
            return new QueueInfo(queue.conf, queue.pool == null ? "" : queue.pool.name(), queue.isStarted(), path(queue.made));
        }
    }

    /// {@return how a sending queue is set up}
    ///
    /// @param index its index
    public QueueInfo txQueueInfo(final int index) {
        synchronized (lock) {
            open("tx queue info");
            final PortQueues.Tx queue = queues.tx(index);
            return new QueueInfo(queue.conf, "", queue.isStarted(), path(queue.made));
        }
    }

    private static String path(final Object queue) {
        return queue == null ? "" : queue.getClass().getSimpleName();
    }

    /// Starts one receiving queue of a started port.
    ///
    /// @param index its index
    public void startRxQueue(final int index) {
        capability(QueueControl.class).startRxQueue(index);
    }

    /// Stops one receiving queue of a started port.
    ///
    /// @param index its index
    public void stopRxQueue(final int index) {
        capability(QueueControl.class).stopRxQueue(index);
    }

    /// Starts one sending queue of a started port.
    ///
    /// @param index its index
    public void startTxQueue(final int index) {
        capability(QueueControl.class).startTxQueue(index);
    }

    /// Stops one sending queue of a started port.
    ///
    /// @param index its index
    public void stopTxQueue(final int index) {
        capability(QueueControl.class).stopTxQueue(index);
    }

    /// {@return how many received packets wait in a queue, or −1 when it can't tell}
    ///
    /// @param index its index
    public int rxPending(final int index) {
        synchronized (lock) {
            open("rx queue count");
            final PortQueues.Rx queue = queues.rx(index);
            return queue.isStarted() ? queue.made.pending() : 0;
        }
    }

    /// Adds a callback behind those there are. Closing the handle removes it: when that returns no thread is inside it.
    ///
    /// @param queue the index of the receiving queue
    /// @param callback what to call with each burst
    /// @return removes it
    public CallbackRegistration addRxCallback(final int queue, final RxCallback callback) {
        return addRxCallback(queue, callback, false);
    }

    /// Adds a callback in front of those there are; see [#addRxCallback].
    ///
    /// @param queue the index of the receiving queue
    /// @param callback what to call with each burst
    /// @return removes it
    public CallbackRegistration addFirstRxCallback(final int queue, final RxCallback callback) {
        return addRxCallback(queue, callback, true);
    }

    private CallbackRegistration addRxCallback(final int queue, final RxCallback callback, final boolean first) {
        synchronized (lock) {
            open("add a callback to rx queue " + queue);
            final PortRxQueue handle = queues.rx(queue).handle;
            handle.add(callback, first);
            return new CallbackRegistration(this, handle.gate(), () -> handle.remove(callback));
        }
    }

    /// Adds a callback behind those there are; see [#addRxCallback].
    ///
    /// @param queue the index of the sending queue
    /// @param callback what to call with each burst
    /// @return removes it
    public CallbackRegistration addTxCallback(final int queue, final TxCallback callback) {
        synchronized (lock) {
            open("add a callback to tx queue " + queue);
            final PortTxQueue handle = queues.tx(queue).handle;
            handle.add(callback, false);
            return new CallbackRegistration(this, handle.gate(), () -> handle.remove(callback));
        }
    }

    // ---- state ----

    /// {@return the state of the link; a change that the driver has not told yet is told now, on this thread}
    public Link link() {
        final Link now;
        synchronized (lock) {
            now = events.seen(open("link").link());
        }
        events.linkRead(now);
        return now;
    }

    /// {@return the default address}
    public MacAddress mac() {
        synchronized (lock) {
            return open("MAC address").mac();
        }
    }

    /// Sets the default address.
    ///
    /// @param address a unicast address
    public void mac(final MacAddress address) {
        if (!address.isUnicast()) {
            throw failure("set MAC address", Errno.EINVAL, address + " is no unicast address");
        }
        capability(MacControl.class).defaultMac(address);
    }

    /// {@return the MTU in bytes}
    public int mtu() {
        return findCapability(MtuControl.class).map(MtuControl::mtu).orElseGet(() -> conf().mtu() == 0 ? DEFAULT_MTU : conf().mtu());
    }

    /// Sets the MTU.
    ///
    /// @param bytes within the limits of [EthDevInfo]
    public void mtu(final int bytes) {
        capability(MtuControl.class).mtu(bytes);
    }

    /// {@return the VLANs that its [VlanFilter] was told to let in, ascending}
    public SortedSet<Integer> vlans() {
        synchronized (lock) {
            open("VLANs");
            return new TreeSet<>(vlans);
        }
    }

    /// {@return totals since the port was attached or the statistics were reset}
    public EthStats stats() {
        synchronized (lock) {
            return statistics.port();
        }
    }

    /// {@return totals of one receiving queue}
    ///
    /// @param queue its index
    public QueueStats rxQueueStats(final int queue) {
        synchronized (lock) {
            return statistics.of(queues.rx(queue));
        }
    }

    /// {@return totals of one sending queue}
    ///
    /// @param queue its index
    public QueueStats txQueueStats(final int queue) {
        synchronized (lock) {
            return statistics.of(queues.tx(queue));
        }
    }

    /// Starts counting from zero.
    public void resetStats() {
        synchronized (lock) {
            open("reset statistics");
            statistics.reset();
        }
    }

    /// {@return all statistics by name, in DPDK's order: the port's, the queues', the driver's own}
    public SequencedMap<String, Long> xstats() {
        synchronized (lock) {
            open("extended statistics");
            return statistics.extended();
        }
    }

    /// {@return reads all or some of them again and again without making garbage}
    public XstatsReader xstatsReader() {
        synchronized (lock) {
            open("extended statistics");
            return new XstatsReader(this, statistics);
        }
    }

    /// Starts counting from zero, the driver's own statistics too.
    public void resetXstats() {
        synchronized (lock) {
            open("reset extended statistics");
            statistics.resetExtended();
        }
    }

    // ---- capabilities, events, owners ----

    /// {@return something that not every port can do}
    ///
    /// @param type which
    /// @param <T> which
    /// @throws EthDevException ENOTSUP when this port can't
    public <T extends Capability> T capability(final Class<T> type) {
        return findCapability(type).orElseThrow(() ->
            unsupported(type.getSimpleName()));
    }

    /// {@return something that not every port can do, when this one can}
    ///
    /// @param type which
    /// @param <T> which
    public <T extends Capability> Optional<T> findCapability(final Class<T> type) {
        synchronized (lock) {
            final EthDevOps device = open(type.getSimpleName());
            if (!type.isInstance(device)) {
                return Optional.empty();
            }
            return Optional.of(type == QueueControl.class ? type.cast(queueSwitch) : GuardedCapability.of(type, device, this));
        }
    }

    /// Listens to the events of this port. Where its removal was told before, the listener is told of it at once.
    ///
    /// @param listener called on the thread that noticed the event
    /// @return ends it
    public Registration onEvent(final Consumer<EthEvent> listener) {
        return events.onEvent(listener);
    }

    /// {@return who owns it, if anybody does}
    public Optional<Owner> owner() {
        return Optional.ofNullable(owner);
    }

    /// Takes ownership of this port: others don't see it any more when they iterate.
    ///
    /// @param newOwner who
    /// @throws EthDevException EPERM when another owns it
    public void own(final Owner newOwner) {
        synchronized (lock) {
            open("own");
            if (owner != null && owner != newOwner) {
                throw failure("own", Errno.EPERM, "it is owned by " + owner);
            }
            owner = newOwner;
        }
    }

    /// Gives ownership up.
    ///
    /// @param oldOwner who
    /// @throws EthDevException EPERM when another owns it
    public void disown(final Owner oldOwner) {
        synchronized (lock) {
            if (owner != null && owner != oldOwner) {
                throw failure("disown", Errno.EPERM, "it is owned by " + owner);
            }
            owner = null;
        }
    }

    // ---- inside ----

    Object lock() {
        return lock;
    }

    String awaitBursts() {
        return queues.awaitLeft(burstDeadlineNs());
    }

    PortEvents events() {
        return events;
    }

    void onVlanFilter(final int vlan, final boolean on) {
        if (on) {
            vlans.add(vlan);
        } else {
            vlans.remove(vlan);
        }
    }

    /// Lets the queues stall; see [Chaos#stall].
    ///
    /// @return lets those that still do go on
    Runnable stall() {
        synchronized (lock) {
            open("stall");
            requireStarted("stall");
            return queues.stallAll();
        }
    }

    EthDevOps open(final String operation) {
        return life.open(operation);
    }

    void requireStarted(final String operation) {
        life.requireStarted(operation);
    }

    long burstDeadlineNs() {
        return table.burstDeadlineNs();
    }

    EthDevException unsupported(final String operation) {
        return failure(operation, Errno.ENOTSUP, "driver " + device.driverName() + " does not have it");
    }

    EthDevException failure(final String operation, final int errno, final String reason) {
        return new EthDevException(errno, operation + ", port " + id + " (" + name + "): " + Errno.name(errno) + ", " + reason);
    }

    @Override
    public String toString() {
        return "EthDev[" + id + ", " + name + ", " + life.state() + ']';
    }
}
