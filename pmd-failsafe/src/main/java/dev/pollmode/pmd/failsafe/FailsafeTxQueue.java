package dev.pollmode.pmd.failsafe;

import dev.pollmode.ethdev.QueueCounters;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.ethdev.TxRefusal;
import dev.pollmode.mbuf.Mbuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Sends on the queue of one sub-device, or of none: then nothing is taken and the packets stay the caller's.
final class FailsafeTxQueue extends TxQueue {
    private static final VarHandle TARGET;
    private static final Target NONE = new Target(new TxQueue() {
        @Override
        public int txBurst(final Mbuf[] burst, final int offset, final int count) {
            return 0;
        }
    }, new QueueCounters());

    /// The queue of a sub-device, and what it counts.
    ///
    /// @param queue    where to send
    /// @param counters of that queue; the bytes of a burst are read off here, so that nobody has to look at all packets
    private record Target(TxQueue queue, QueueCounters counters) {
    }

    static {
        try {
            TARGET = MethodHandles.lookup().findVarHandle(FailsafeTxQueue.class, "target", Target.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final QueueCounters counters;
    private Target target = NONE;

    FailsafeTxQueue(final QueueCounters counters) {
        this.counters = counters;
    }

    private Target taken() {
        // Acquire: the queue is whole when it is seen.
        return (Target) TARGET.getAcquire(this);
    }

    @Override
    public int txBurst(final Mbuf[] burst, final int offset, final int count) {
        final Target to = taken();
        final long before = to.counters.bytes();
        final int sent = to.queue.txBurst(burst, offset, count);
        if (sent > 0) {
            counters.add(sent, to.counters.bytes() - before);
        }
        return sent;
    }

    @Override
    public int txPrepare(final Mbuf[] burst, final int offset, final int count) {
        return taken().queue.txPrepare(burst, offset, count);
    }

    @Override
    public TxRefusal refusal() {
        return taken().queue.refusal();
    }

    @Override
    public int cleanUp(final int limit) {
        return taken().queue.cleanUp(limit);
    }

    /// Publishes the queue to send on.
    ///
    /// @param next null for none
    void publish(final TxQueue next) {
        // Volatile: who waits for bursts to come back afterwards must find them with this queue or outside.
        TARGET.setVolatile(this, next == null ? NONE : new Target(next, next.counters()));
    }

    @Override
    protected void release() {
        publish(null);
    }
}
