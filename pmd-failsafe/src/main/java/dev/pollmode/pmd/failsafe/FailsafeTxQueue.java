package dev.pollmode.pmd.failsafe;

import dev.pollmode.ethdev.QueueCounters;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.ethdev.TxRefusal;
import dev.pollmode.mbuf.Mbuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Sends on the queue of one sub-device, or of none: then nothing is taken and the packets stay the caller's.
final class FailsafeTxQueue extends TxQueue {
    private static final VarHandle QUEUE;
    private static final TxQueue NONE = new TxQueue() {
        @Override
        public int txBurst(final Mbuf[] burst, final int offset, final int count) {
            return 0;
        }
    };

    static {
        try {
            QUEUE = MethodHandles.lookup().findVarHandle(FailsafeTxQueue.class, "queue", TxQueue.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final QueueCounters counters;
    private TxQueue queue = NONE;

    FailsafeTxQueue(final QueueCounters counters) {
        this.counters = counters;
    }

    private TxQueue taken() {
        // Acquire: the queue is whole when it is seen.
        return (TxQueue) QUEUE.getAcquire(this);
    }

    @Override
    public int txBurst(final Mbuf[] burst, final int offset, final int count) {
        // Read before: a packet that was taken may be freed already.
        long bytes = 0;
        for (int i = offset, end = offset + count; i < end; i++) {
            bytes += burst[i].packetLength();
        }
        final int sent = taken().txBurst(burst, offset, count);
        for (int i = offset + sent, end = offset + count; i < end; i++) {
            bytes -= burst[i].packetLength();
        }
        if (sent > 0) {
            counters.add(sent, bytes);
        }
        return sent;
    }

    @Override
    public int txPrepare(final Mbuf[] burst, final int offset, final int count) {
        return taken().txPrepare(burst, offset, count);
    }

    @Override
    public TxRefusal refusal() {
        return taken().refusal();
    }

    @Override
    public int cleanUp(final int limit) {
        return taken().cleanUp(limit);
    }

    /// Publishes the queue to send on.
    ///
    /// @param next null for none
    void publish(final TxQueue next) {
        // Volatile: who waits for bursts to come back afterwards must find them with this queue or outside.
        QUEUE.setVolatile(this, next == null ? NONE : next);
    }

    @Override
    protected void release() {
        publish(null);
    }
}
