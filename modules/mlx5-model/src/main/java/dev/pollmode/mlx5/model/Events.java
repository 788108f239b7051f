package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.EventType;
import dev.pollmode.mlx5.prm.Eqe;
import dev.pollmode.mlx5.prm.HealthSyndrome;
import dev.pollmode.sys.Mem;
import java.lang.foreign.Arena;

/// Writes events into event queues and sends their interrupts. Device thread only.
final class Events {
    private final Dma dma;
    private final InterruptSink interrupts;
    private final ResourceTable<EventQueue> queues;
    private final Health health;
    private final long entry;

    Events(final Dma dma, final InterruptSink interrupts, final ResourceTable<EventQueue> queues, final Health health,
           final Arena arena) {
        this.dma = dma;
        this.interrupts = interrupts;
        this.queues = queues;
        this.health = health;
        this.entry = arena.allocate(Eqe.SIZE, 64).address();
    }

    /// {@return whether somebody wants events of a type}
    boolean isWanted(final int type) {
        return queueFor(type) != null;
    }

    void completion(final EventQueue queue, final int cqn) {
        begin(EventType.COMPLETION, 0);
        Mem.putIntBe(entry + Eqe.COMPLETION_CQN, cqn);
        post(queue);
    }

    void cqError(final int cqn, final int syndrome) {
        final EventQueue queue = queueFor(EventType.CQ_ERROR);
        if (queue != null) {
            begin(EventType.CQ_ERROR, 0);
            Mem.putIntBe(entry + Eqe.CQ_ERROR_CQN, cqn);
            Mem.putByte(entry + Eqe.CQ_ERROR_SYNDROME, (byte) syndrome);
            post(queue);
        }
    }

    void commandsDone(final int vector) {
        final EventQueue queue = queueFor(EventType.COMMAND);
        if (queue != null) {
            begin(EventType.COMMAND, 0);
            Mem.putIntBe(entry + Eqe.COMMAND_VECTOR, vector);
            post(queue);
        }
    }

    void pagesWanted(final int count) {
        final EventQueue queue = queueFor(EventType.PAGE_REQUEST);
        if (queue != null) {
            begin(EventType.PAGE_REQUEST, 0);
            Mem.putIntBe(entry + Eqe.PAGES_COUNT, count);
            post(queue);
        }
    }

    void portChanged(final boolean up) {
        final EventQueue queue = queueFor(EventType.PORT_CHANGE);
        if (queue != null) {
            begin(EventType.PORT_CHANGE, up ? EventType.PORT_ACTIVE : EventType.PORT_DOWN);
            Mem.putByte(entry + Eqe.PORT, (byte) (1 << 4));
            post(queue);
        }
    }

    /// The driver wrote a consumer index.
    void consumed(final EventQueue queue, final int consumer, final boolean arm) {
        queue.consumer = consumer & 0xffffff;
        if (arm) {
            queue.armed = true;
            if (queue.hasUnseen()) {
                fire(queue);
            }
        }
    }

    private EventQueue queueFor(final int type) {
        for (final EventQueue queue : queues.all()) {
            if (queue.wants(type)) {
                return queue;
            }
        }
        return null;
    }

    private void begin(final int type, final int subType) {
        Mem.fill(entry, Eqe.SIZE, (byte) 0);
        Mem.putByte(entry + Eqe.TYPE, (byte) type);
        Mem.putByte(entry + Eqe.SUB_TYPE, (byte) subType);
    }

    private void post(final EventQueue queue) {
        if (queue.overrun) {
            return;
        }
        if (queue.isFull()) {
            queue.overrun = true;
            health.fail(HealthSyndrome.ASYNC_EQ_OVERRUN);
            return;
        }
        final int mask = (1 << queue.logSize) - 1;
        Mem.putByte(entry + Eqe.OWNER, (byte) (queue.producer >>> queue.logSize & 1));
        if (!dma.writeEntry(queue.ring.iova((long) (queue.producer & mask) << Eqe.LOG_SIZE), entry, Eqe.SIZE)) {
            queue.overrun = true;
            health.fail(HealthSyndrome.EQ_ERROR);
            return;
        }
        queue.producer = queue.producer + 1;
        if (queue.armed || queue.alwaysArmed) {
            fire(queue);
        }
    }

    private void fire(final EventQueue queue) {
        queue.armed = false;
        interrupts.raise(queue.vector);
    }
}
