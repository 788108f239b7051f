package dev.pollmode.ethdev;

import dev.pollmode.mbuf.Mempool;
import dev.pollmode.sys.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The queues of one port: what applications hold, what the driver made, and the hand-over between the two.
///
/// Guarded by the lock of the port.
final class PortQueues {
    /// A receiving queue by its index; it and its counters live as long as the port.
    static final class Rx {
        final PortRxQueue handle;
        final QueueCounters counters = new QueueCounters();
        QueueStats baseline = QueueStats.ZERO;
        RxQueue made;
        QueueConf conf = QueueConf.DEFAULT;
        Mempool pool;

        Rx(final int port, final int index) {
            handle = new PortRxQueue(port, index, counters);
        }

        boolean isStarted() {
            return handle.published() != Idle.RX;
        }
    }

    /// A sending queue by its index; it and its counters live as long as the port.
    static final class Tx {
        final PortTxQueue handle;
        final QueueCounters counters = new QueueCounters();
        QueueStats baseline = QueueStats.ZERO;
        TxQueue made;
        QueueConf conf = QueueConf.DEFAULT;

        Tx(final int port, final int index) {
            handle = new PortTxQueue(port, index, counters);
        }

        boolean isStarted() {
            return handle.published() != Idle.TX;
        }
    }

    private final int port;
    private final String portName;
    // All that ever were; the first `rxCount` and `txCount` are configured. Totals and waits read them without the lock.
    private final List<Rx> rx = new CopyOnWriteArrayList<>();
    private final List<Tx> tx = new CopyOnWriteArrayList<>();
    private int rxCount;
    private int txCount;
    private int generation;

    PortQueues(final int port, final String portName) {
        this.port = port;
        this.portName = portName;
    }

    /// Changes the number of queues; all of them must be set up again.
    void resize(final int newRx, final int newTx) {
        releaseAll();
        while (rx.size() < newRx) {
            rx.add(new Rx(port, rx.size()));
        }
        while (tx.size() < newTx) {
            tx.add(new Tx(port, tx.size()));
        }
        generation++;
        rxCount = newRx;
        txCount = newTx;
    }

    /// {@return how often the number of queues was set}
    int generation() {
        return generation;
    }

    int rxCount() {
        return rxCount;
    }

    int txCount() {
        return txCount;
    }

    Rx rx(final int index) {
        if (index < 0 || index >= rxCount) {
            throw noQueue("rx", index, rxCount);
        }
        return rx.get(index);
    }

    Tx tx(final int index) {
        if (index < 0 || index >= txCount) {
            throw noQueue("tx", index, txCount);
        }
        return tx.get(index);
    }

    /// {@return all receiving queues there ever were, for totals}
    List<Rx> allRx() {
        return rx;
    }

    /// {@return all sending queues there ever were, for totals}
    List<Tx> allTx() {
        return tx;
    }

    private EthDevException noQueue(final String direction, final int index, final int count) {
        return new EthDevException(Errno.EINVAL, "port " + port + " (" + portName + "): EINVAL, no " + direction + " queue " + index
            + "; it has " + count);
    }

    /// Checks that every configured queue was set up.
    void requireSetUp() {
        for (int i = 0; i < rxCount; i++) {
            requireSetUp("rx", i, rx.get(i).made);
        }
        for (int i = 0; i < txCount; i++) {
            requireSetUp("tx", i, tx.get(i).made);
        }
    }

    private void requireSetUp(final String direction, final int index, final Object made) {
        if (made == null) {
            throw new EthDevException(Errno.EINVAL, "start port " + port + " (" + portName + "): EINVAL, " + direction + " queue " + index
                + " is not set up");
        }
    }

    /// Lets the applications' queues go on to the driver's, but for those with deferred start.
    void publishAll() {
        for (int i = 0; i < rxCount; i++) {
            final Rx queue = rx.get(i);
            if (!queue.conf.deferredStart()) {
                queue.handle.publish(queue.made);
            }
        }
        for (int i = 0; i < txCount; i++) {
            final Tx queue = tx.get(i);
            if (!queue.conf.deferredStart()) {
                queue.handle.publish(queue.made);
            }
        }
    }

    /// Lets the applications' queues that are started receive and take nothing.
    ///
    /// @return lets those go on that were not stopped meanwhile; may be run by any thread
    Runnable stallAll() {
        final List<Runnable> resumes = new ArrayList<>();
        for (int i = 0; i < rxCount; i++) {
            final Rx queue = rx.get(i);
            if (queue.isStarted()) {
                resumes.add(queue.handle.stall());
            }
        }
        for (int i = 0; i < txCount; i++) {
            final Tx queue = tx.get(i);
            if (queue.isStarted()) {
                resumes.add(queue.handle.stall());
            }
        }
        return () -> resumes.forEach(Runnable::run);
    }

    /// Lets the applications' queues idle, and waits until no thread is inside the driver's.
    ///
    /// @return null, or the queue that a thread has not left before the deadline
    String idleAll(final long deadlineNs) {
        rx.forEach(queue -> queue.handle.publish(Idle.RX));
        tx.forEach(queue -> queue.handle.publish(Idle.TX));
        return awaitLeft(deadlineNs);
    }

    /// Waits until no thread is inside a burst that began before this call. Needs no lock.
    ///
    /// @return null, or the queue that a thread has not left before the deadline
    String awaitLeft(final long deadlineNs) {
        for (int i = 0; i < rx.size(); i++) {
            if (!rx.get(i).handle.gate().awaitLeft(deadlineNs)) {
                return "rx queue " + i;
            }
        }
        for (int i = 0; i < tx.size(); i++) {
            if (!tx.get(i).handle.gate().awaitLeft(deadlineNs)) {
                return "tx queue " + i;
            }
        }
        return null;
    }

    /// Gives back what the driver's queues hold. No thread is inside them any more.
    void releaseAll() {
        for (final Rx queue : rx) {
            release(queue);
        }
        for (final Tx queue : tx) {
            release(queue);
        }
    }

    static void release(final Rx queue) {
        final RxQueue made = queue.made;
        queue.made = null;
        if (made != null) {
            made.release();
        }
    }

    static void release(final Tx queue) {
        final TxQueue made = queue.made;
        queue.made = null;
        if (made != null) {
            made.release();
        }
    }
}
