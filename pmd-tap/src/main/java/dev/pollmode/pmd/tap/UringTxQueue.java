package dev.pollmode.pmd.tap;

import dev.pollmode.ethdev.QueueCounters;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.sys.Cqe;
import dev.pollmode.sys.IoUring;
import dev.pollmode.sys.Sqe;

/// Writes frames to one queue of the interface, a system call per burst (io_uring(7)).
///
/// A write is told not to wait, so it is done, or has failed, when the submitting call returns; only failures
/// leave a completion. A buffer can therefore be freed at the end of the burst.
final class UringTxQueue extends TapTxQueue {
    /// How many writes one system call can carry.
    static final int BATCH = 64;

    private static final int FLAGS = Sqe.FIXED_FILE | Sqe.CQE_SKIP_SUCCESS;
    private static final int TRIES = 4;

    private final IoUring ring;

    /// @param ring an empty ring of at least [#BATCH] entries with the file as its only registered one; the queue's from now on
    UringTxQueue(final TapFiles files, final TapFile file, final QueueCounters counters, final SystemCalls calls, final TxStart start,
                 final IoUring ring) {
        super(files, file, counters, calls, start);
        this.ring = ring;
    }

    @Override
    public int txBurst(final Mbuf[] burst, final int offset, final int count) {
        final int end = offset + count;
        int at = offset;
        while (at < end) {
            final int limit = Math.min(end, at + BATCH);
            final int stop = queue(burst, at, limit);
            final int left = submit();
            settle(burst, at, stop - left);
            at = stop - left;
            if (left > 0) {
                break;
            }
            if (stop < limit) {
                // This one takes more than one piece, or can't go out: the slow way deals with it.
                if (super.txBurst(burst, stop, 1) == 0) {
                    break;
                }
                at++;
            }
        }
        return at - offset;
    }

    /// Queues writes up to the first packet that is not simple.
    ///
    /// @return where it stopped
    private int queue(final Mbuf[] burst, final int from, final int to) {
        int at = from;
        for (; at < to; at++) {
            final Mbuf packet = burst[at];
            final long header = packet.dataAddress() - headerLength;
            if (!isPlain(packet) || !start(packet, header)) {
                break;
            }
            final long sqe = ring.nextSqe();
            if (sqe == 0) {
                break;
            }
            Sqe.write(sqe, FLAGS, 0, header, headerLength + packet.dataLength(), packet.dataLength());
            Sqe.noWait(sqe);
        }
        return at;
    }

    /// Hands the queued writes to the kernel.
    ///
    /// @return how many it did not take; they are off the queue again
    private int submit() {
        int left = ring.queued();
        int tries = 0;
        while (tries < TRIES && left > 0) {
            ring.submit();
            tries++;
            left = ring.queued();
        }
        calls.add(tries);
        if (left > 0) {
            ring.cancelQueued();
        }
        return left;
    }

    /// Counts and frees what the kernel took.
    private void settle(final Mbuf[] burst, final int from, final int end) {
        if (end == from) {
            return;
        }
        long bytes = 0;
        for (int i = from; i < end; i++) {
            bytes += burst[i].packetLength();
        }
        int failed = 0;
        for (long cqe = ring.peekCqe(); cqe != 0; cqe = ring.peekCqe()) {
            if (Cqe.result(cqe) < 0) {
                failed++;
                bytes -= Cqe.userData(cqe);
            }
            ring.advance(1);
        }
        if (failed > 0) {
            counters.addErrors(failed);
        }
        counters.add(end - from - failed, bytes);
        Mbuf.freeBulk(burst, from, end - from);
    }

    @Override
    protected void release() {
        ring.close();
        super.release();
    }
}
