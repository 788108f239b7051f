package dev.pollmode.ethdev;

import dev.pollmode.eal.Device;
import dev.pollmode.ethdev.spi.EthDevOps;
import dev.pollmode.ethdev.spi.RxQueueSetup;
import dev.pollmode.ethdev.spi.TxQueueSetup;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.sys.Errno;
import java.util.EnumSet;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
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
    enum State {
        ATTACHED, CONFIGURED, STARTED, CLOSED
    }

    private final EthDevs table;
    private final int id;
    private final String name;
    private final Device device;
    private final PortQueues queues;
    private final PortStatistics statistics;
    private final PortEvents events;
    private final Object lock = new Object();
    private EthDevOps ops;
    private volatile State state = State.ATTACHED;
    private volatile EthConf conf = EthConf.queues(0, 0);
    private volatile Owner owner;

    EthDev(final EthDevs table, final int id, final String name, final Device device, final PortEvents events) {
        this.table = table;
        this.id = id;
        this.name = name;
        this.device = device;
        this.events = events;
        queues = new PortQueues(id, name);
        statistics = new PortStatistics(queues);
    }

    void serve(final EthDevOps deviceOps) {
        ops = deviceOps;
        statistics.serve(deviceOps);
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
        return state != State.CLOSED;
    }

    /// {@return whether it is started}
    public boolean isStarted() {
        return state == State.STARTED;
    }

    /// {@return what it can do}
    public EthDevInfo info() {
        synchronized (lock) {
            return open("info").info();
        }
    }

    /// {@return its configuration; no queues before it was configured}
    public EthConf conf() {
        return conf;
    }

    // ---- life ----

    /// Configures the port: number of queues, offloads, events. All queues have to be set up afterwards.
    ///
    /// @param wanted the configuration
    /// @throws EthDevException EBUSY when started; EINVAL when a limit is exceeded, naming what the port can't do
    public void configure(final EthConf wanted) {
        synchronized (lock) {
            final EthDevOps device = open("configure");
            requireStopped("configure");
            check(wanted, device.info());
            queues.resize(0, 0);
            device.configure(wanted);
            queues.resize(wanted.rxQueues(), wanted.txQueues());
            conf = wanted;
            events.wantLinkChanges(wanted.linkInterrupt());
            state = State.CONFIGURED;
        }
    }

    private void check(final EthConf wanted, final EthDevInfo info) {
        require(wanted.rxQueues() >= 0 && wanted.rxQueues() <= info.maxRxQueues(), "rx queues", wanted.rxQueues(), 0, info.maxRxQueues());
        require(wanted.txQueues() >= 0 && wanted.txQueues() <= info.maxTxQueues(), "tx queues", wanted.txQueues(), 0, info.maxTxQueues());
        if (wanted.rxQueues() + wanted.txQueues() == 0) {
            throw failure("configure", Errno.EINVAL, "neither rx nor tx queues");
        }
        if (wanted.mtu() != 0) {
            require(wanted.mtu() >= info.minMtu() && wanted.mtu() <= info.maxMtu(), "MTU", wanted.mtu(), info.minMtu(), info.maxMtu());
        }
        requireOffloads("rx", wanted.rxOffloads(), info.rxOffloads());
        requireOffloads("tx", wanted.txOffloads(), info.txOffloads());
        if ((wanted.rssHashTypes() & ~info.rssHashTypes()) != 0) {
            throw failure("configure", Errno.EINVAL, "RSS hash types 0x" + Long.toHexString(wanted.rssHashTypes())
                + " exceed the supported 0x" + Long.toHexString(info.rssHashTypes()));
        }
    }

    private void require(final boolean holds, final String what, final int value, final int min, final int max) {
        if (!holds) {
            throw failure("configure", Errno.EINVAL, what + " " + value + ": must be " + min + " to " + max);
        }
    }

    private <E extends Enum<E>> void requireOffloads(final String direction, final Set<E> wanted, final Set<E> supported) {
        if (!supported.containsAll(wanted)) {
            final var missing = EnumSet.copyOf(wanted);
            missing.removeAll(supported);
            throw failure("configure", Errno.EINVAL, "unsupported " + direction + " offloads " + missing);
        }
    }

    /// Makes a receiving queue; one that was there is released.
    ///
    /// @param index its index
    /// @param wanted what it shall be
    /// @param pool where its buffers come from
    public void setupRxQueue(final int index, final QueueConf wanted, final Mempool pool) {
        synchronized (lock) {
            final EthDevOps device = open("set up rx queue " + index);
            final PortQueues.Rx queue = queues.rx(index);
            requireQueueStopped("rx", index, queue.isStarted());
            final EthDevInfo info = device.info();
            requireOffloads("rx queue " + index, wanted.rxOffloads(), info.rxOffloads());
            final int room = pool.bufferLength() - Mbuf.HEADROOM;
            if (room < info.minRxBufferSize()) {
                throw failure("set up rx queue " + index, Errno.EINVAL, "buffers of pool " + pool.name() + " have room for " + room
                    + " bytes, less than the " + info.minRxBufferSize() + " that the port needs");
            }
            final int descriptors = descriptors("rx", index, wanted.descriptors(), info.rxDescriptors());
            final EnumSet<RxOffload> offloads = conf.copyOfRxOffloads();
            offloads.addAll(wanted.rxOffloads());
            PortQueues.release(queue);
            queue.made = device.rxQueue(new RxQueueSetup(index, descriptors, pool, Set.copyOf(offloads), queue.counters));
            queue.conf = new QueueConf(descriptors, wanted.rxOffloads(), Set.of(), wanted.deferredStart());
            queue.pool = pool;
        }
    }

    /// Makes a sending queue; one that was there is released.
    ///
    /// @param index its index
    /// @param wanted what it shall be
    public void setupTxQueue(final int index, final QueueConf wanted) {
        synchronized (lock) {
            final EthDevOps device = open("set up tx queue " + index);
            final PortQueues.Tx queue = queues.tx(index);
            requireQueueStopped("tx", index, queue.isStarted());
            final EthDevInfo info = device.info();
            requireOffloads("tx queue " + index, wanted.txOffloads(), info.txOffloads());
            final int descriptors = descriptors("tx", index, wanted.descriptors(), info.txDescriptors());
            final EnumSet<TxOffload> offloads = EnumSet.noneOf(TxOffload.class);
            offloads.addAll(conf.txOffloads());
            offloads.addAll(wanted.txOffloads());
            PortQueues.release(queue);
            queue.made = device.txQueue(new TxQueueSetup(index, descriptors, Set.copyOf(offloads), queue.counters));
            queue.conf = new QueueConf(descriptors, Set.of(), wanted.txOffloads(), wanted.deferredStart());
        }
    }

    private int descriptors(final String direction, final int index, final int wanted, final DescriptorLimits limits) {
        final int count = wanted == 0 ? limits.preferred() : wanted;
        if (count < limits.min() || count > limits.max() || count % limits.align() != 0) {
            throw failure("set up " + direction + " queue " + index, Errno.EINVAL, count + " descriptors: must be " + limits.min()
                + " to " + limits.max() + " and a multiple of " + limits.align());
        }
        return count;
    }

    private void requireQueueStopped(final String direction, final int index, final boolean started) {
        if (started) {
            throw failure("set up " + direction + " queue " + index, Errno.EBUSY, "it is started; stop it first");
        }
    }

    /// Starts the port; a started one is left as it is.
    public void start() {
        synchronized (lock) {
            final EthDevOps device = open("start");
            if (state == State.STARTED) {
                return;
            }
            if (state != State.CONFIGURED) {
                throw failure("start", Errno.EINVAL, "it is not configured");
            }
            queues.requireSetUp();
            device.start();
            queues.publishAll();
            state = State.STARTED;
        }
    }

    /// Stops the port; one that isn't started is left as it is. When it returns no thread is inside its queues.
    ///
    /// @throws EthDevException EBUSY when a thread doesn't come back from a burst; the queues idle by then, try again
    public void stop() {
        synchronized (lock) {
            final EthDevOps device = open("stop");
            if (state == State.STARTED) {
                final String stuck = queues.idleAll(table.burstDeadlineNs());
                if (stuck != null) {
                    throw failure("stop", Errno.EBUSY, "a burst on " + stuck + " has not come back");
                }
                device.stop();
                state = State.CONFIGURED;
            }
        }
    }

    /// Stops the port if it must, and ends it. A second time does nothing.
    ///
    /// A thread that doesn't come back from a burst is reported, and what it may touch stays where it is.
    @Override
    public void close() {
        synchronized (lock) {
            if (state == State.CLOSED) {
                return;
            }
            final String stuck = queues.idleAll(table.burstDeadlineNs());
            final boolean started = state == State.STARTED;
            statistics.freeze();
            state = State.CLOSED;
            if (stuck == null) {
                end(started);
            } else {
                table.log().log(System.Logger.Level.ERROR, "close port " + id + " (" + name + "): a burst on " + stuck
                    + " has not come back; what it may touch stays allocated");
            }
        }
        table.forget(this);
        events.tell(new EthEvent.Destroy(this));
        events.close();
    }

    private void end(final boolean started) {
        try {
            if (started) {
                ops.stop();
            }
        } finally {
            try {
                queues.releaseAll();
            } finally {
                ops.close();
            }
        }
    }

    // ---- queues ----

    /// {@return a receiving queue to poll, by one thread at a time; it may be kept for as long as one likes}
    ///
    /// @param index its index
    public RxQueue rxQueue(final int index) {
        synchronized (lock) {
            open("rx queue " + index);
            return queues.rx(index).handle;
        }
    }

    /// {@return a sending queue to fill, by one thread at a time; it may be kept for as long as one likes}
    ///
    /// @param index its index
    public TxQueue txQueue(final int index) {
        synchronized (lock) {
            open("tx queue " + index);
            return queues.tx(index).handle;
        }
    }

    /// {@return how a receiving queue is set up}
    ///
    /// @param index its index
    public QueueInfo rxQueueInfo(final int index) {
        synchronized (lock) {
            open("rx queue info " + index);
            final PortQueues.Rx queue = queues.rx(index);
            return new QueueInfo(queue.conf, queue.pool == null ? "" : queue.pool.name(), queue.isStarted(), path(queue.made));
        }
    }

    /// {@return how a sending queue is set up}
    ///
    /// @param index its index
    public QueueInfo txQueueInfo(final int index) {
        synchronized (lock) {
            open("tx queue info " + index);
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
        final QueueControl control = capability(QueueControl.class);
        synchronized (lock) {
            final PortQueues.Rx queue = queues.rx(index);
            requireStarted("start rx queue " + index);
            if (!queue.isStarted()) {
                control.startRxQueue(index);
                queue.handle.publish(queue.made);
            }
        }
    }

    /// Stops one receiving queue of a started port.
    ///
    /// @param index its index
    public void stopRxQueue(final int index) {
        final QueueControl control = capability(QueueControl.class);
        synchronized (lock) {
            final PortQueues.Rx queue = queues.rx(index);
            requireStarted("stop rx queue " + index);
            queue.handle.publish(Idle.RX);
            requireLeft(queue.handle.awaitLeft(table.burstDeadlineNs()), "stop rx queue " + index);
            control.stopRxQueue(index);
        }
    }

    /// Starts one sending queue of a started port.
    ///
    /// @param index its index
    public void startTxQueue(final int index) {
        final QueueControl control = capability(QueueControl.class);
        synchronized (lock) {
            final PortQueues.Tx queue = queues.tx(index);
            requireStarted("start tx queue " + index);
            if (!queue.isStarted()) {
                control.startTxQueue(index);
                queue.handle.publish(queue.made);
            }
        }
    }

    /// Stops one sending queue of a started port.
    ///
    /// @param index its index
    public void stopTxQueue(final int index) {
        final QueueControl control = capability(QueueControl.class);
        synchronized (lock) {
            final PortQueues.Tx queue = queues.tx(index);
            requireStarted("stop tx queue " + index);
            queue.handle.publish(Idle.TX);
            requireLeft(queue.handle.awaitLeft(table.burstDeadlineNs()), "stop tx queue " + index);
            control.stopTxQueue(index);
        }
    }

    private void requireLeft(final boolean left, final String operation) {
        if (!left) {
            throw failure(operation, Errno.EBUSY, "a burst has not come back");
        }
    }

    /// Adds a callback behind those there are. Closing the handle removes it: when that returns no thread is inside it.
    ///
    /// @param queue the index of the receiving queue
    /// @param callback what to call with each burst
    /// @return removes it
    public Registration addRxCallback(final int queue, final RxCallback callback) {
        synchronized (lock) {
            open("add a callback to rx queue " + queue);
            final PortRxQueue handle = queues.rx(queue).handle;
            handle.publish(CopyOnWrite.with(handle.callbacks(), callback));
            return () -> remove(handle, callback);
        }
    }

    private void remove(final PortRxQueue handle, final RxCallback callback) {
        synchronized (lock) {
            handle.publish(CopyOnWrite.without(handle.callbacks(), callback));
            requireLeft(handle.awaitLeft(table.burstDeadlineNs()), "remove an rx callback");
        }
    }

    /// Adds a callback behind those there are. Closing the handle removes it: when that returns no thread is inside it.
    ///
    /// @param queue the index of the sending queue
    /// @param callback what to call with each burst
    /// @return removes it
    public Registration addTxCallback(final int queue, final TxCallback callback) {
        synchronized (lock) {
            open("add a callback to tx queue " + queue);
            final PortTxQueue handle = queues.tx(queue).handle;
            handle.publish(CopyOnWrite.with(handle.callbacks(), callback));
            return () -> remove(handle, callback);
        }
    }

    private void remove(final PortTxQueue handle, final TxCallback callback) {
        synchronized (lock) {
            handle.publish(CopyOnWrite.without(handle.callbacks(), callback));
            requireLeft(handle.awaitLeft(table.burstDeadlineNs()), "remove a tx callback");
        }
    }

    // ---- state ----

    /// {@return the state of the link}
    public Link link() {
        synchronized (lock) {
            return events.seen(open("link").link());
        }
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
        return findCapability(MtuControl.class).map(MtuControl::mtu).orElseGet(() -> conf.mtu() == 0 ? 1500 : conf.mtu());
    }

    /// Sets the MTU.
    ///
    /// @param bytes within the limits of [EthDevInfo]
    public void mtu(final int bytes) {
        final MtuControl control = capability(MtuControl.class);
        final EthDevInfo info = info();
        if (bytes < info.minMtu() || bytes > info.maxMtu()) {
            throw failure("set MTU", Errno.EINVAL, bytes + ": must be " + info.minMtu() + " to " + info.maxMtu());
        }
        control.mtu(bytes);
    }

    /// {@return totals since the port was attached or the statistics were reset}
    public EthStats stats() {
        return statistics.port();
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
            failure(type.getSimpleName(), Errno.ENOTSUP, "driver " + device.driverName() + " does not have it"));
    }

    /// {@return something that not every port can do, when this one can}
    ///
    /// @param type which
    /// @param <T> which
    public <T extends Capability> Optional<T> findCapability(final Class<T> type) {
        synchronized (lock) {
            final EthDevOps device = open(type.getSimpleName());
            return type.isInstance(device) ? Optional.of(GuardedCapability.of(type, device, this)) : Optional.empty();
        }
    }

    /// Listens to the events of this port.
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

    PortEvents events() {
        return events;
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
        if (state == State.CLOSED) {
            throw failure(operation, Errno.ENODEV, "the port is closed");
        }
        return ops;
    }

    private void requireStopped(final String operation) {
        if (state == State.STARTED) {
            throw failure(operation, Errno.EBUSY, "it is started; stop it first");
        }
    }

    private void requireStarted(final String operation) {
        if (state != State.STARTED) {
            throw failure(operation, Errno.EINVAL, "the port is not started");
        }
    }

    EthDevException failure(final String operation, final int errno, final String reason) {
        return new EthDevException(errno, operation + ", port " + id + " (" + name + "): " + Errno.name(errno) + ", " + reason);
    }

    @Override
    public String toString() {
        return "EthDev[" + id + ", " + name + ", " + state + ']';
    }
}
