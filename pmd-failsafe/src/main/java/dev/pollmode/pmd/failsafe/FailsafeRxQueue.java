package dev.pollmode.pmd.failsafe;

import dev.pollmode.ethdev.QueueCounters;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.mbuf.Mbuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Receives from the queues of the sub-devices in turn.
///
/// The queues are published whole and taken up by each burst. What is taken up may be a moment old: the queues of a
/// sub-device that left idle, and are closed only when nobody is inside them.
final class FailsafeRxQueue extends RxQueue {
    private static final VarHandle QUEUES;
    private static final Source[] NONE = {};

    /// A queue of a sub-device, and what it counts.
    ///
    /// @param queue    where to receive from
    /// @param counters of that queue; the bytes of a burst are read off here, so that nobody has to look at all packets
    record Source(RxQueue queue, QueueCounters counters) {
        static Source of(final RxQueue queue) {
            return new Source(queue, queue.counters());
        }
    }

    static {
        try {
            QUEUES = MethodHandles.lookup().findVarHandle(FailsafeRxQueue.class, "queues", Source[].class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final QueueCounters counters;
    private final int port;
    private Source[] queues = NONE;
    private int next;

    FailsafeRxQueue(final QueueCounters counters, final int port) {
        this.counters = counters;
        this.port = port;
    }

    @Override
    public int rxBurst(final Mbuf[] burst, final int offset, final int limit) {
        // Acquire: the queues are whole when their array is seen.
        final Source[] all = (Source[]) QUEUES.getAcquire(this);
        int at = next;
        for (int tried = 0; tried < all.length; tried++) {
            if (at >= all.length) {
                at = 0;
            }
            final Source source = all[at++];
            final long before = source.counters.bytes();
            final int received = source.queue.rxBurst(burst, offset, limit);
            if (received > 0) {
                next = at;
                claim(burst, offset, received);
                counters.add(received, source.counters.bytes() - before);
                return received;
            }
        }
        return 0;
    }

    /// The application knows one port only.
    private void claim(final Mbuf[] burst, final int offset, final int count) {
        final int mine = port;
        for (int i = offset, end = offset + count; i < end; i++) {
            burst[i].port(mine);
        }
    }

    @Override
    public int pending() {
        int pending = -1;
        for (final Source source : (Source[]) QUEUES.getAcquire(this)) {
            final int count = source.queue.pending();
            if (count >= 0) {
                pending = Math.max(pending, 0) + count;
            }
        }
        return pending;
    }

    /// Publishes the queues to receive from.
    ///
    /// @param all not changed any more
    void publish(final Source[] all) {
        // Volatile: who waits for bursts to come back afterwards must find them with these queues or outside.
        QUEUES.setVolatile(this, all);
    }

    @Override
    protected void release() {
        publish(NONE);
    }
}
