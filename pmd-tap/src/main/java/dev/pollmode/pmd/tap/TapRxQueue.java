package dev.pollmode.pmd.tap;

import dev.pollmode.ethdev.QueueCounters;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.sys.CallState;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Libc;

/// Reads frames from one queue of the interface, a system call per frame, each into one buffer.
///
/// A buffer is kept in hand between polls, so that an idle poll costs one system call and leaves the pool alone. The
/// kernel's header lands in the headroom.
final class TapRxQueue extends RxQueue {
    private static final int HEADER = TapFile.VNET_HEADER;

    private final CallState callState = CallState.create();
    private final TapFiles files;
    private final TapFile file;
    private final int fd;
    private final Mempool pool;
    private final QueueCounters counters;
    private final RxFinish finish;
    private Mbuf spare;
    private boolean dead;

    TapRxQueue(final TapFiles files, final TapFile file, final Mempool pool, final QueueCounters counters, final RxFinish finish) {
        this.files = files;
        this.file = file;
        this.pool = pool;
        this.counters = counters;
        this.finish = finish;
        fd = file.fd();
    }

    @Override
    public int rxBurst(final Mbuf[] burst, final int offset, final int limit) {
        int received = 0;
        long bytes = 0;
        while (received < limit && haveSpare()) {
            final Mbuf mbuf = spare;
            final int room = HEADER + mbuf.tailroom();
            final long header = mbuf.dataAddress() - HEADER;
            final long length = Libc.read(callState, fd, header, room);
            if (length < 0) {
                onReadFailure((int) -length);
                break;
            }
            if (length <= HEADER || length == room) {
                // A frame that fills all the room may have been cut off.
                counters.addErrors(1);
                continue;
            }
            final int frame = (int) length - HEADER;
            if (finish.received(mbuf, header, frame)) {
                burst[offset + received++] = mbuf;
                bytes += frame;
                spare = null;
            }
        }
        if (received > 0) {
            counters.add(received, bytes);
        }
        return received;
    }

    private boolean haveSpare() {
        if (spare == null && !dead) {
            spare = pool.tryAlloc();
            if (spare == null) {
                counters.addNoMbuf(1);
            }
        }
        return spare != null && !dead;
    }

    private void onReadFailure(final int errno) {
        if (errno == Errno.EAGAIN || errno == Errno.EINTR) {
            return;
        }
        counters.addErrors(1);
        // The interface was deleted: nothing will come from this descriptor any more.
        dead = errno == Errno.EBADFD;
    }

    @Override
    protected void release() {
        if (spare != null) {
            spare.free();
            spare = null;
        }
        files.leave(file);
    }
}
