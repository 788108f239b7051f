package dev.pollmode.mbuf;

/// A [Ring] for one producing and one consuming thread.
///
/// Each side keeps a copy of the other's index and looks again only when the copy says full or empty, so that the two
/// cache lines rarely travel.
public final class SpscRing extends Ring {
    private final RingSide producer = new RingSide();
    private final RingSide consumer = new RingSide();

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
        final RingSide side = producer;
        final long index = side.own();
        final int n = Math.min(count, room(side, index, count));
        if (n > 0) {
            copyIn(index, source, offset, n);
            side.release(index + n);
        }
        return n;
    }

    @Override
    public boolean enqueueBulk(final Mbuf[] source, final int offset, final int count) {
        return room(producer, producer.own(), count) >= count && enqueueBurst(source, offset, count) == count;
    }

    private int room(final RingSide side, final long index, final int wanted) {
        final int room = capacity - (int) (index - side.seen);
        if (room >= wanted) {
            return room;
        }
        side.seen = consumer.acquire();
        return capacity - (int) (index - side.seen);
    }

    @Override
    public int dequeueBurst(final Mbuf[] target, final int offset, final int limit) {
        final RingSide side = consumer;
        final long index = side.own();
        final int n = Math.min(limit, filled(side, index, limit));
        if (n > 0) {
            copyOut(index, target, offset, n);
            side.release(index + n);
        }
        return n;
    }

    @Override
    public boolean dequeueBulk(final Mbuf[] target, final int offset, final int count) {
        return filled(consumer, consumer.own(), count) >= count && dequeueBurst(target, offset, count) == count;
    }

    private int filled(final RingSide side, final long index, final int wanted) {
        final int filled = (int) (side.seen - index);
        if (filled >= wanted) {
            return filled;
        }
        side.seen = producer.acquire();
        return (int) (side.seen - index);
    }

    @Override
    public int size() {
        final long taken = consumer.acquire();
        return Math.clamp(producer.acquire() - taken, 0, capacity);
    }
}
