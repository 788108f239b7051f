package dev.pollmode.ethdev;

import dev.pollmode.mbuf.Mbuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// The queue that an application holds: goes on to the driver's queue while the port is started, to an idle one else.
final class PortRxQueue extends RxQueue {
    private static final VarHandle TARGET;
    private static final RxCallback[] NO_CALLBACKS = {};

    static {
        try {
            TARGET = MethodHandles.lookup().findVarHandle(PortRxQueue.class, "target", RxQueue.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final BurstGate gate = new BurstGate();
    private final int port;
    private final int index;
    private final QueueCounters counters;
    private RxQueue target = Idle.RX;
    private volatile RxCallback[] callbacks = NO_CALLBACKS;

    PortRxQueue(final int port, final int index, final QueueCounters counters) {
        this.port = port;
        this.index = index;
        this.counters = counters;
    }

    @Override
    public int rxBurst(final Mbuf[] burst, final int offset, final int limit) {
        final long entered = gate.enter();
        try {
            final int received = target().rxBurst(burst, offset, limit);
            final RxCallback[] all = callbacks;
            return all.length == 0 ? received : call(all, burst, offset, received, limit);
        } finally {
            gate.leave(entered);
        }
    }

    private int call(final RxCallback[] all, final Mbuf[] burst, final int offset, final int received, final int limit) {
        int count = received;
        for (final RxCallback callback : all) {
            count = callback.onReceive(port, index, burst, offset, count, limit);
        }
        return count;
    }

    @Override
    public int pending() {
        // Not through the gate: its mark has one writer, and other threads ask this too.
        return target().pending();
    }

    @Override
    public QueueCounters counters() {
        return counters;
    }

    /// Volatile, because it must not be read before the gate was entered.
    private RxQueue target() {
        return (RxQueue) TARGET.getVolatile(this);
    }

    /// Publishes the queue to go on to. What was used before may be released once the [#gate] says so.
    void publish(final RxQueue queue) {
        TARGET.setVolatile(this, queue);
    }

    /// Stalls the queue.
    ///
    /// @return goes on, unless another queue was published meanwhile
    Runnable stall() {
        final RxQueue now = published();
        final RxQueue behind = now instanceof final Stalled.Rx stalled ? stalled.behind() : now;
        final Stalled.Rx stalled = new Stalled.Rx(behind);
        publish(stalled);
        return () -> TARGET.compareAndSet(this, (RxQueue) stalled, behind);
    }

    RxQueue published() {
        return target();
    }

    BurstGate gate() {
        return gate;
    }

    synchronized void add(final RxCallback callback, final boolean first) {
        callbacks = CopyOnWrite.with(callbacks, callback, first ? 0 : callbacks.length);
    }

    synchronized void remove(final RxCallback callback) {
        callbacks = CopyOnWrite.without(callbacks, callback);
    }
}
