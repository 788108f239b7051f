package dev.pollmode.pmd.tap;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.sys.Cqe;
import dev.pollmode.sys.IoUring;
import dev.pollmode.sys.Sqe;

/// Reads frames as [TapRxQueue] does while few wait, and many with one system call while there are many (io_uring(7)).
///
/// | state     | a burst                                | next                                              |
/// |-----------|----------------------------------------|---------------------------------------------------|
/// | idle      | a read per frame                       | saturated, when two bursts in a row came back full |
/// | saturated | one call that reads up to [#BATCH] frames | idle, when less than half of the reads found one |
///
/// A read that finds nothing costs as much as one that does, and a call for a batch costs as much as some reads.
final class UringRxQueue extends TapRxQueue {
    /// How many reads one system call can carry.
    static final int BATCH = 32;

    private static final int LEAST = 4;
    private static final int TRIES = 4;

    private final IoUring ring;
    private final Mbuf[] spares = new Mbuf[BATCH];
    private int held;
    private int fullBursts;

    /// @param overflow room for [#BATCH] reads, this queue's from now on; null without
    /// @param ring an empty ring of at least [#BATCH] entries with the file as its only registered one; the queue's from now on
    UringRxQueue(final TapFiles files, final TapFile file, final Mempool pool, final TapReads reads, final RxFinish finish,
                 final Overflow overflow, final IoUring ring) {
        super(files, file, pool, reads, finish, overflow);
        this.ring = ring;
    }

    @Override
    public int rxBurst(final Mbuf[] burst, final int offset, final int limit) {
        if (fullBursts < 2 || limit < LEAST) {
            final int received = super.rxBurst(burst, offset, limit);
            fullBursts = received == limit && limit >= LEAST ? fullBursts + 1 : 0;
            return received;
        }
        return readMany(burst, offset, limit);
    }

    private int readMany(final Mbuf[] burst, final int offset, final int limit) {
        final int wanted = Math.min(limit, BATCH);
        if (held < wanted) {
            if (!pool.getBulk(spares, held, wanted - held)) {
                // The way of one buffer at a time counts it.
                fullBursts = 0;
                return super.rxBurst(burst, offset, limit);
            }
            held = wanted;
        }
        final int asked = ask(wanted);
        final int received = harvest(burst, offset);
        if (received * 2 < asked || asked == 0) {
            fullBursts = 0;
        }
        return received;
    }

    /// Asks for as many frames as there are spares.
    ///
    /// @return for how many the kernel has looked
    private int ask(final int wanted) {
        for (int i = 0; i < wanted; i++) {
            final long sqe = ring.nextSqe();
            if (sqe == 0) {
                break;
            }
            fill(sqe, i);
        }
        int left = ring.queued();
        final int queued = left;
        int calls = 0;
        while (calls < TRIES && left > 0) {
            ring.submit();
            calls++;
            left = ring.queued();
        }
        reads.made(calls);
        if (left > 0) {
            ring.cancelQueued();
        }
        return queued - left;
    }

    private void fill(final long sqe, final int index) {
        final long address = spares[index].dataAddress() - headerLength;
        final int length = headerLength + spares[index].tailroom();
        if (overflow == null) {
            Sqe.read(sqe, Sqe.FIXED_FILE, 0, address, length, index);
        } else {
            Sqe.readv(sqe, Sqe.FIXED_FILE, 0, overflow.vector(index, address, length), 2, index);
        }
        Sqe.noWait(sqe);
    }

    /// Takes what was read, in the order of the reads, and keeps the spares that were not used.
    private int harvest(final Mbuf[] burst, final int offset) {
        int received = 0;
        long bytes = 0;
        for (long cqe = ring.peekCqe(); cqe != 0; cqe = ring.peekCqe()) {
            final int result = Cqe.result(cqe);
            final int index = (int) Cqe.userData(cqe);
            ring.advance(1);
            if (take(spares[index], index, result)) {
                burst[offset + received++] = spares[index];
                bytes += result - headerLength;
                spares[index] = null;
            }
        }
        if (received > 0) {
            counters.add(received, bytes);
            closeGaps();
        }
        return received;
    }

    private void closeGaps() {
        int kept = 0;
        for (int i = 0; i < held; i++) {
            final Mbuf mbuf = spares[i];
            if (mbuf != null) {
                spares[i] = null;
                spares[kept++] = mbuf;
            }
        }
        held = kept;
    }

    @Override
    protected void release() {
        // No read is under way: each was told not to wait.
        ring.close();
        Mbuf.freeBulk(spares, 0, held);
        held = 0;
        super.release();
    }
}
