package dev.pollmode.ethdev;

import dev.pollmode.mbuf.Mbuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// The queue that an application holds: goes on to the driver's queue while the port is started, to an idle one else.
final class PortTxQueue extends TxQueue {
    private static final VarHandle TARGET;
    private static final TxCallback[] NO_CALLBACKS = {};

    static {
        try {
            TARGET = MethodHandles.lookup().findVarHandle(PortTxQueue.class, "target", TxQueue.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final BurstGate gate = new BurstGate();
    private final int port;
    private final int index;
    private final QueueCounters counters;
    private TxQueue target = Idle.TX;
    private volatile TxCheck check;
    private TxRefusal refusal = TxRefusal.NONE;
    private volatile TxCallback[] callbacks = NO_CALLBACKS;

    PortTxQueue(final int port, final int index, final QueueCounters counters) {
        this.port = port;
        this.index = index;
        this.counters = counters;
    }

    @Override
    public int txBurst(final Mbuf[] burst, final int offset, final int count) {
        final long entered = gate.enter();
        try {
            final TxCallback[] all = callbacks;
            final int wanted = all.length == 0 ? count : call(all, burst, offset, count);
            return target().txBurst(burst, offset, wanted);
        } finally {
            gate.leave(entered);
        }
    }

    private int call(final TxCallback[] all, final Mbuf[] burst, final int offset, final int count) {
        int wanted = count;
        for (final TxCallback callback : all) {
            wanted = callback.onTransmit(port, index, burst, offset, wanted);
        }
        return wanted;
    }

    @Override
    public int txPrepare(final Mbuf[] burst, final int offset, final int count) {
        final long entered = gate.enter();
        try {
            final TxCheck checks = check;
            final TxQueue queue = target();
            final int wanted = checks == null ? count : checks.prepare(burst, offset, count);
            final int good = queue.txPrepare(burst, offset, wanted);
            refusal = good < wanted || checks == null ? queue.refusal() : checks.refusal();
            return good;
        } finally {
            gate.leave(entered);
        }
    }

    @Override
    public TxRefusal refusal() {
        return refusal;
    }

    @Override
    public int cleanUp(final int limit) {
        final long entered = gate.enter();
        try {
            return target().cleanUp(limit);
        } finally {
            gate.leave(entered);
        }
    }

    @Override
    public QueueCounters counters() {
        return counters;
    }

    /// Volatile, because it must not be read before the gate was entered.
    private TxQueue target() {
        return (TxQueue) TARGET.getVolatile(this);
    }

    /// Publishes the queue to go on to. What was used before may be released once the [#gate] says so.
    void publish(final TxQueue queue) {
        TARGET.setVolatile(this, queue);
    }

    /// Stalls the queue.
    ///
    /// @return goes on, unless another queue was published meanwhile
    Runnable stall() {
        final TxQueue now = published();
        final TxQueue behind = now instanceof final Stalled.Tx stalled ? stalled.behind() : now;
        final Stalled.Tx stalled = new Stalled.Tx(behind);
        publish(stalled);
        return () -> TARGET.compareAndSet(this, (TxQueue) stalled, behind);
    }

    TxQueue published() {
        return target();
    }

    /// Sets what is looked at before the driver looks at packets.
    void check(final TxCheck checks) {
        check = checks;
    }

    BurstGate gate() {
        return gate;
    }

    synchronized void add(final TxCallback callback, final boolean first) {
        callbacks = CopyOnWrite.with(callbacks, callback, first ? 0 : callbacks.length);
    }

    synchronized void remove(final TxCallback callback) {
        callbacks = CopyOnWrite.without(callbacks, callback);
    }
}
