package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.mlx5.prm.CreateEq;
import dev.pollmode.mlx5.prm.DestroyEq;
import dev.pollmode.mlx5.prm.EqContext;
import dev.pollmode.mlx5.prm.Eqe;
import dev.pollmode.mlx5.prm.EventType;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.Uar;
import dev.pollmode.sys.Mem;
import java.util.function.LongConsumer;

/// The queue of what the device tells outside of traffic. Its methods are called by one thread at a time.
final class EventQueue {
    private static final int LOG_SIZE = 8;
    private static final int ENTRIES = 1 << LOG_SIZE;
    private static final int VECTOR = 0;
    private static final long TYPES = 1L << EventType.CQ_ERROR | 1L << EventType.WQ_CATASTROPHIC_ERROR | 1L << EventType.INTERNAL_ERROR
        | 1L << EventType.PORT_CHANGE | 1L << EventType.COMMAND | 1L << EventType.PAGE_REQUEST | 1L << EventType.WQ_INVALID_REQUEST | 1L << EventType.WQ_ACCESS_ERROR;

    private final Hca hca;
    private final int uar;
    private final long ring;
    private final int number;
    private int consumer;
    private boolean armed;

    EventQueue(final Hca hca, final int uar) {
        this.hca = hca;
        this.uar = uar;
        final DmaMemory memory = new DmaMemory(hca.memory(), hca.name() + " events", (long) ENTRIES * Eqe.SIZE);
        ring = memory.allocate((long) ENTRIES * Eqe.SIZE, DmaMemory.PAGE);
        for (int i = 0; i < ENTRIES; i++) {
            Mem.putByte(entry(i) + Eqe.OWNER, (byte) 1);
        }
        try {
            number = create(memory);
        } catch (final RuntimeException e) {
            memory.close();
            throw e;
        }
        hca.onCloseAlways(memory::close);
        hca.onClose(() -> hca.channel().execute(DestroyEq.In.LAYOUT.allocate().set(DestroyEq.In.EQ_NUMBER, number), DestroyEq.Out.LAYOUT));
    }

    private int create(final DmaMemory memory) {
        final Struct in = PageList.append(CreateEq.In.LAYOUT, memory, ring, (long) ENTRIES * Eqe.SIZE);
        describe(in, LOG_SIZE, uar, VECTOR, TYPES);
        return hca.channel().execute(in, CreateEq.Out.LAYOUT).get(CreateEq.Out.EQ_NUMBER);
    }

    /// Fills the command that makes an event queue, but for its pages.
    static void describe(final Struct in, final int logSize, final int uar, final int vector, final long types) {
        in.at(CreateEq.In.EQ_CONTEXT_ENTRY).set(EqContext.LOG_EQ_SIZE, logSize).set(EqContext.UAR_PAGE, uar).set(EqContext.INTR, vector);
        in.set(CreateEq.In.EVENT_BITMASK, types);
    }

    private long entry(final int index) {
        return ring + (long) (index & ENTRIES - 1) * Eqe.SIZE;
    }

    /// {@return its number}
    int number() {
        return number;
    }

    /// Hands all events out, and asks for an interrupt at the next when there were some.
    ///
    /// @param reader gets the address of each
    void drain(final LongConsumer reader) {
        final int before = consumer;
        for (int left = ENTRIES; left > 0 && !hca.presence().isGone(); left--) {
            final long at = entry(consumer);
            // Acquire: the event may be read once it is ours.
            if ((Mem.getByteAcquire(at + Eqe.OWNER) & 1) != (consumer >>> LOG_SIZE & 1)) {
                break;
            }
            consumer++;
            reader.accept(at);
        }
        if ((consumer != before || !armed) && !hca.presence().isGone()) {
            armed = true;
            hca.bar().write32Be(Uar.offset(uar) + Uar.EQ_ARM, Uar.eqDoorbell(number, consumer));
        }
    }
}
