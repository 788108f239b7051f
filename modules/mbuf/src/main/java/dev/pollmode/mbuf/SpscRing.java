package dev.pollmode.mbuf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// A [Ring] for one producing and one consuming thread.
///
/// Each side keeps a copy of the other's index and looks again only when the copy says full or empty, so that the two
/// cache lines rarely travel.
public final class SpscRing extends Ring {
    private static final VarHandle INDEX = MethodHandles.arrayElementVarHandle(long[].class);
    // Positions in `indices`, each two cache lines from the next, so that the sides do not disturb each other.
    private static final int PRODUCER = 16;
    private static final int SEEN_BY_PRODUCER = 17;
    private static final int CONSUMER = 32;
    private static final int SEEN_BY_CONSUMER = 33;

    private final long[] indices = new long[48];

    /// Makes an empty ring.
    ///
    /// @param capacity how many mbufs it holds
    public SpscRing(final int capacity) {
        super(capacity, true);
    }

    @Override
    public int enqueueBurst(final Mbuf[] source, final int offset, final int count) {
        if (Checked.ON) {
            check(source, offset, count);
        }
        final long producer = indices[PRODUCER];
        final int n = Math.min(count, room(producer, count));
        if (n > 0) {
            copyIn(producer, source, offset, n);
            // Release: the consumer may read the slots as soon as it sees the new index.
            INDEX.setRelease(indices, PRODUCER, producer + n);
        }
        return n;
    }

    @Override
    public boolean enqueueBulk(final Mbuf[] source, final int offset, final int count) {
        return room(indices[PRODUCER], count) >= count && enqueueBurst(source, offset, count) == count;
    }

    private int room(final long producer, final int wanted) {
        int room = capacity - (int) (producer - indices[SEEN_BY_PRODUCER]);
        if (room < wanted) {
            // Acquire: the consumer has read the slots it gave up before it moved its index.
            final long consumer = (long) INDEX.getAcquire(indices, CONSUMER);
            indices[SEEN_BY_PRODUCER] = consumer;
            room = capacity - (int) (producer - consumer);
        }
        return room;
    }

    @Override
    public int dequeueBurst(final Mbuf[] target, final int offset, final int limit) {
        final long consumer = indices[CONSUMER];
        final int n = Math.min(limit, filled(consumer, limit));
        if (n > 0) {
            copyOut(consumer, target, offset, n);
            // Release: the producer may overwrite the slots as soon as it sees the new index.
            INDEX.setRelease(indices, CONSUMER, consumer + n);
        }
        return n;
    }

    @Override
    public boolean dequeueBulk(final Mbuf[] target, final int offset, final int count) {
        return filled(indices[CONSUMER], count) >= count && dequeueBurst(target, offset, count) == count;
    }

    private int filled(final long consumer, final int wanted) {
        int filled = (int) (indices[SEEN_BY_CONSUMER] - consumer);
        if (filled < wanted) {
            // Acquire: the producer wrote the slots before it moved its index.
            final long producer = (long) INDEX.getAcquire(indices, PRODUCER);
            indices[SEEN_BY_CONSUMER] = producer;
            filled = (int) (producer - consumer);
        }
        return filled;
    }

    @Override
    public int size() {
        final long consumer = (long) INDEX.getAcquire(indices, CONSUMER);
        final long producer = (long) INDEX.getAcquire(indices, PRODUCER);
        return Math.clamp(producer - consumer, 0, capacity);
    }
}
