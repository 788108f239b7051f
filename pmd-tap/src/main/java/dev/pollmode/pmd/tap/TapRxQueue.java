package dev.pollmode.pmd.tap;

import dev.pollmode.ethdev.QueueCounters;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.sys.CallState;
import dev.pollmode.sys.FileCalls;

/// Reads frames from one queue of the interface, a system call per frame, each into one buffer.
///
/// A buffer is kept in hand between polls, so that an idle poll costs one system call and leaves the pool alone. The
/// kernel's header lands in the headroom. With an [Overflow] frames may be longer than a buffer.
class TapRxQueue extends RxQueue {
    final Mempool pool;
    final TapReads reads;
    final QueueCounters counters;
    final int headerLength;
    private final CallState callState = CallState.create();
    private final TapFiles files;
    private final TapFile file;
    private final int fd;
    private final RxFinish finish;
    // Null without.
    final Overflow overflow;
    private Mbuf spare;
    private boolean overflowed;

    /// @param overflow room for what a buffer can't hold, this queue's from now on; null without
    TapRxQueue(final TapFiles files, final TapFile file, final Mempool pool, final TapReads reads, final RxFinish finish,
               final Overflow overflow) {
        this.files = files;
        this.file = file;
        this.pool = pool;
        this.reads = reads;
        counters = reads.counters();
        this.finish = finish;
        this.overflow = overflow;
        fd = file.fd();
        headerLength = file.headerLength();
    }

    @Override
    public int rxBurst(final Mbuf[] burst, final int offset, final int limit) {
        int received = 0;
        int calls = 0;
        long bytes = 0;
        while (received < limit && haveSpare()) {
            final Mbuf mbuf = spare;
            calls++;
            final int result = read(mbuf.dataAddress() - headerLength, headerLength + mbuf.tailroom());
            if (take(mbuf, 0, result)) {
                burst[offset + received++] = mbuf;
                bytes += result - headerLength;
                spare = null;
            } else if (result < 0) {
                break;
            }
        }
        reads.made(calls);
        if (received > 0) {
            counters.add(received, bytes);
        }
        return received;
    }

    private int read(final long address, final int length) {
        return (int) (overflow == null ? FileCalls.read(callState, fd, address, length)
            : FileCalls.readv(callState, fd, overflow.vector(0, address, length), 2));
    }

    /// {@return whether a frame since this was asked last was longer than its buffer}
    final boolean hadOverflow() {
        final boolean had = overflowed;
        overflowed = false;
        return had;
    }

    /// Completes a packet that was read, or counts why there is none.
    ///
    /// @param mbuf the buffer, with the kernel's header in front of its data
    /// @param slot where its overflow is
    /// @param result how many bytes were read, header included, or `-errno`
    /// @return false when the buffer can be used again
    final boolean take(final Mbuf mbuf, final int slot, final int result) {
        if (result < 0) {
            reads.onFailure(-result);
            return false;
        }
        final int room = headerLength + mbuf.tailroom();
        if (result <= headerLength || result == (overflow == null ? room : room + Overflow.ROOM)) {
            // A frame that fills all the room may have been cut off.
            counters.addErrors(1);
            return false;
        }
        if (result > room) {
            return takeLong(mbuf, slot, room - headerLength, result - room);
        }
        return isTaken(finish.received(mbuf, mbuf.dataAddress() - headerLength, result - headerLength));
    }

    private boolean takeLong(final Mbuf mbuf, final int slot, final int first, final int rest) {
        overflowed = true;
        mbuf.offloads(0);
        if (!overflow.append(mbuf, slot, rest)) {
            counters.addNoMbuf(1);
            return false;
        }
        if (isTaken(finish.received(mbuf, mbuf.dataAddress() - headerLength, first))) {
            return true;
        }
        mbuf.unchain().free();
        mbuf.dataLength(0);
        return false;
    }

    private boolean isTaken(final int verdict) {
        if (verdict == RxFinish.REFUSE) {
            counters.addErrors(1);
        }
        return verdict == RxFinish.TAKE;
    }

    private boolean haveSpare() {
        if (reads.isDead()) {
            return false;
        }
        if (spare == null) {
            spare = pool.tryAlloc();
            if (spare == null) {
                counters.addNoMbuf(1);
            }
        }
        return spare != null;
    }

    @Override
    protected void release() {
        if (spare != null) {
            spare.free();
            spare = null;
        }
        if (overflow != null) {
            overflow.close();
        }
        files.leave(file);
    }
}
