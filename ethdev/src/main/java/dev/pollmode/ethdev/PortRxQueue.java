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
    private RxQueue target = Idle.RX;
    private volatile RxCallback[] callbacks = NO_CALLBACKS;

    PortRxQueue(final int port, final int index) {
        this.port = port;
        this.index = index;
    }

    @Override
    public int rxBurst(final Mbuf[] burst, final int offset, final int limit) {
        final long entered = gate.enter();
        try {
            final int received = ((RxQueue) TARGET.getAcquire(this)).rxBurst(burst, offset, limit);
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
        return ((RxQueue) TARGET.getAcquire(this)).pending();
    }

    /// Publishes the queue to go on to. What was used before may be released once [#awaitLeft] says so.
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
        return (RxQueue) TARGET.getAcquire(this);
    }

    boolean awaitLeft(final long deadlineNs) {
        return gate.awaitLeft(deadlineNs);
    }

    RxCallback[] callbacks() {
        return callbacks;
    }

    /// Publishes the callbacks; see [#publish].
    void publish(final RxCallback[] all) {
        callbacks = all;
    }
}
