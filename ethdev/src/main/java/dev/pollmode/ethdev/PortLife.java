package dev.pollmode.ethdev;

import dev.pollmode.ethdev.spi.EthDevOps;
import dev.pollmode.ethdev.spi.RxQueueSetup;
import dev.pollmode.ethdev.spi.TxQueueSetup;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.sys.Errno;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.Set;

/// The life of a port, from being attached to being closed: keeps the order that [EthDev] promises to applications and
/// [EthDevOps] to drivers.
///
/// Guarded by its lock, which also guards the other parts of the port.
final class PortLife {
    enum State {
        ATTACHED, CONFIGURED, STARTED, CLOSED
    }

    private final EthDev port;
    private final PortQueues queues;
    private final PortStatistics statistics;
    private final PortEvents events;
    private final PortChecks checks;
    private final Logger log;
    private final Object lock = new Object();
    private EthDevOps ops;
    private volatile State state = State.ATTACHED;
    private volatile EthConf conf = EthConf.queues(0, 0);

    PortLife(final EthDev port, final PortQueues queues, final PortStatistics statistics, final PortEvents events, final Logger log) {
        this.port = port;
        this.queues = queues;
        this.statistics = statistics;
        this.events = events;
        this.log = log;
        checks = new PortChecks(port);
    }

    void serve(final EthDevOps deviceOps) {
        ops = deviceOps;
        statistics.serve(deviceOps);
    }

    Object lock() {
        return lock;
    }

    State state() {
        return state;
    }

    EthConf conf() {
        return conf;
    }

    void configure(final EthConf wanted) {
        synchronized (lock) {
            final EthDevOps device = open("configure");
            requireStopped("configure");
            checks.configuration(wanted, device.info());
            forgetConfiguration();
            device.configure(wanted);
            queues.resize(wanted.rxQueues(), wanted.txQueues());
            conf = wanted;
            events.wantLinkChanges(wanted.linkInterrupt());
            state = State.CONFIGURED;
        }
    }

    private void forgetConfiguration() {
        state = State.ATTACHED;
        conf = EthConf.queues(0, 0);
        queues.resize(0, 0);
    }

    void setupRxQueue(final int index, final QueueConf wanted, final Mempool pool) {
        synchronized (lock) {
            final EthDevOps device = open("set up rx queue " + index);
            final PortQueues.Rx queue = queues.rx(index);
            checks.queueStopped("rx", index, queue.isStarted());
            final int descriptors = checks.rxQueue(index, wanted, pool, device.info());
            final EnumSet<RxOffload> offloads = conf.copyOfRxOffloads();
            offloads.addAll(wanted.rxOffloads());
            PortQueues.release(queue);
            queue.made = device.rxQueue(new RxQueueSetup(index, descriptors, pool, Set.copyOf(offloads), queue.counters));
            queue.conf = new QueueConf(descriptors, wanted.rxOffloads(), Set.of(), wanted.deferredStart());
            queue.pool = pool;
        }
    }

    void setupTxQueue(final int index, final QueueConf wanted) {
        synchronized (lock) {
            final EthDevOps device = open("set up tx queue " + index);
            final PortQueues.Tx queue = queues.tx(index);
            final EthDevInfo info = device.info();
            checks.queueStopped("tx", index, queue.isStarted());
            final int descriptors = checks.txQueue(index, wanted, info);
            final EnumSet<TxOffload> offloads = EnumSet.noneOf(TxOffload.class);
            offloads.addAll(conf.txOffloads());
            offloads.addAll(wanted.txOffloads());
            PortQueues.release(queue);
            queue.made = device.txQueue(new TxQueueSetup(index, descriptors, Set.copyOf(offloads), queue.counters));
            queue.conf = new QueueConf(descriptors, Set.of(), wanted.txOffloads(), wanted.deferredStart());
            queue.handle.check(new TxCheck(offloads, info.maxMtu(), info.maxSegments()));
        }
    }

    void start() {
        synchronized (lock) {
            final EthDevOps device = open("start");
            if (state == State.STARTED) {
                return;
            }
            if (state != State.CONFIGURED) {
                throw port.failure("start", Errno.EINVAL, "it is not configured");
            }
            queues.requireSetUp();
            device.start();
            queues.publishAll();
            state = State.STARTED;
        }
    }

    void stop() {
        synchronized (lock) {
            final EthDevOps device = open("stop");
            if (state == State.STARTED) {
                final String stuck = queues.idleAll(port.burstDeadlineNs());
                if (stuck != null) {
                    throw port.failure("stop", Errno.EBUSY, "a burst on " + stuck + " has not come back");
                }
                // Its queues idle already, so it counts as stopped even when the device fails.
                state = State.CONFIGURED;
                device.stop();
            }
        }
    }

    void reset() {
        synchronized (lock) {
            final EthDevOps device = open("reset");
            if (!(device instanceof final Resettable resettable)) {
                throw port.unsupported("reset");
            }
            stop();
            forgetConfiguration();
            resettable.reset();
        }
    }

    /// Ends the port.
    ///
    /// @return false when it was closed already
    boolean close() {
        synchronized (lock) {
            if (state == State.CLOSED) {
                return false;
            }
            final String stuck = queues.idleAll(port.burstDeadlineNs());
            final boolean started = state == State.STARTED;
            freezeStatistics();
            state = State.CLOSED;
            if (stuck == null) {
                end(started);
            } else {
                log.log(Level.ERROR, "close " + port + ": a burst on " + stuck
                    + " has not come back; what it may touch stays allocated");
            }
            return true;
        }
    }

    private void freezeStatistics() {
        try {
            statistics.freeze();
        } catch (final RuntimeException e) {
            log.log(Level.WARNING, "close " + port + ": the last statistics can't be read: "
                + e.getMessage());
        }
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

    EthDevOps open(final String operation) {
        if (state == State.CLOSED) {
            throw port.failure(operation, Errno.ENODEV, "the port is closed");
        }
        return ops;
    }

    private void requireStopped(final String operation) {
        if (state == State.STARTED) {
            throw port.failure(operation, Errno.EBUSY, "it is started; stop it first");
        }
    }

    void requireStarted(final String operation) {
        if (state != State.STARTED) {
            throw port.failure(operation, Errno.EINVAL, "the port is not started");
        }
    }
}
