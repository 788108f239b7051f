package dev.pollmode.mbuf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.stream.LongStream;

/// A [Ring] for any number of producing and consuming threads.
///
/// A thread reserves slots by moving the *head* of its side with compare-and-set, copies, and publishes by moving the
/// *tail* when those before it have published theirs. That last wait is short unless a thread loses its CPU between the
/// two; then waiters give up theirs.
public final class MpmcRing extends Ring {
    private static final VarHandle INDEX = MethodHandles.arrayElementVarHandle(long[].class);
    // Positions in `indices`, each two cache lines from the next.
    private static final int PRODUCER_HEAD = 16;
    private static final int PRODUCER_TAIL = 32;
    private static final int CONSUMER_HEAD = 48;
    private static final int CONSUMER_TAIL = 64;
    private static final int SPINS_BEFORE_YIELD = 256;

    private final long[] indices = new long[80];

    /// Makes an empty ring.
    ///
    /// @param capacity how many mbufs it holds
    public MpmcRing(final int capacity) {
        this(capacity, true);
    }

    private MpmcRing(final int capacity, final boolean carriesPackets) {
        super(capacity, carriesPackets);
    }

    /// {@return a ring for the free mbufs of a pool}
    static MpmcRing ofFreeMbufs(final int capacity) {
        return new MpmcRing(capacity, false);
    }

    @Override
    public int enqueueBurst(final Mbuf[] source, final int offset, final int count) {
        return enqueue(source, offset, count, 1);
    }

    @Override
    public boolean enqueueBulk(final Mbuf[] source, final int offset, final int count) {
        return enqueue(source, offset, count, count) == count;
    }

    private int enqueue(final Mbuf[] source, final int offset, final int count, final int least) {
        if (Checked.ON) {
            check(source, offset, count);
        }
        long head;
        int n;
        do {
            head = (long) INDEX.getVolatile(indices, PRODUCER_HEAD);
            // Acquire: consumers have read the slots they gave up before they moved their tail.
            final long room = capacity - (head - (long) INDEX.getAcquire(indices, CONSUMER_TAIL));
            n = (int) Math.min(count, room);
            if (n < least || n <= 0) {
                return 0;
            }
        } while (!INDEX.compareAndSet(indices, PRODUCER_HEAD, head, head + n));
        copyIn(head, source, offset, n);
        publish(PRODUCER_TAIL, head, n);
        return n;
    }

    @Override
    public int dequeueBurst(final Mbuf[] target, final int offset, final int limit) {
        return dequeue(target, offset, limit, 1);
    }

    @Override
    public boolean dequeueBulk(final Mbuf[] target, final int offset, final int count) {
        return dequeue(target, offset, count, count) == count;
    }

    private int dequeue(final Mbuf[] target, final int offset, final int limit, final int least) {
        long head;
        int n;
        do {
            head = (long) INDEX.getVolatile(indices, CONSUMER_HEAD);
            // Acquire: producers wrote the slots before they moved their tail.
            final long filled = (long) INDEX.getAcquire(indices, PRODUCER_TAIL) - head;
            n = (int) Math.min(limit, filled);
            if (n < least || n <= 0) {
                return 0;
            }
        } while (!INDEX.compareAndSet(indices, CONSUMER_HEAD, head, head + n));
        copyOut(head, target, offset, n);
        publish(CONSUMER_TAIL, head, n);
        return n;
    }

    /// Adds one mbuf; there must be room, as there is for the free mbufs of a pool.
    void enqueueOne(final Mbuf mbuf) {
        final long head = (long) INDEX.getAndAdd(indices, PRODUCER_HEAD, 1L);
        assert head - (long) INDEX.getAcquire(indices, CONSUMER_TAIL) < capacity : "no room for " + mbuf;
        slots[(int) head & mask] = mbuf;
        publish(PRODUCER_TAIL, head, 1);
    }

    /// {@return one mbuf, or null when there is none}
    Mbuf dequeueOne() {
        long head;
        do {
            head = (long) INDEX.getVolatile(indices, CONSUMER_HEAD);
            // Acquire: producers wrote the slots before they moved their tail.
            if ((long) INDEX.getAcquire(indices, PRODUCER_TAIL) - head <= 0) {
                return null;
            }
        } while (!INDEX.compareAndSet(indices, CONSUMER_HEAD, head, head + 1));
        final Mbuf mbuf = slots[(int) head & mask];
        publish(CONSUMER_TAIL, head, 1);
        return mbuf;
    }

    /// {@return what is in the ring, from the oldest on, while nobody uses it}
    List<Mbuf> snapshot() {
        final long from = (long) INDEX.getAcquire(indices, CONSUMER_TAIL);
        return LongStream.range(from, from + size()).mapToObj(index -> slots[(int) index & mask]).toList();
    }

    /// Moves a tail once those who reserved earlier have moved it up to `head`.
    private void publish(final int tail, final long head, final int count) {
        int spins = 0;
        while ((long) INDEX.getAcquire(indices, tail) != head) {
            if (++spins < SPINS_BEFORE_YIELD) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
        // Release: the slots are read or written before the other side sees them free or filled.
        INDEX.setRelease(indices, tail, head + count);
    }

    @Override
    public int size() {
        final long consumer = (long) INDEX.getAcquire(indices, CONSUMER_TAIL);
        final long producer = (long) INDEX.getAcquire(indices, PRODUCER_TAIL);
        return Math.clamp(producer - consumer, 0, capacity);
    }
}
