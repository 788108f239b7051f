package dev.pollmode.pmd.tap;

import dev.pollmode.ethdev.QueueCounters;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.sys.CallState;
import dev.pollmode.sys.FileCalls;
import dev.pollmode.sys.Iovec;
import java.lang.foreign.Arena;

/// Reads frames from one queue of the interface, a system call per frame, each into as many buffers as it takes.
///
/// Buffers for the longest frame are kept in hand with a vector that names them; those that a frame used are replaced, so
/// a short frame costs one buffer and one entry.
final class ScatterRxQueue extends RxQueue {
    private final CallState callState = CallState.create();
    private final Arena arena = Arena.ofShared();
    private final TapFiles files;
    private final TapFile file;
    private final int fd;
    private final int headerLength;
    private final Mempool pool;
    private final TapReads reads;
    private final QueueCounters counters;
    private final RxFinish finish;
    private final Mbuf[] spares;
    private final int perSegment;
    private final long vectors;
    // The first `missing` spares were used and must be replaced.
    private int missing;
    private boolean hadLong;

    /// @param longest the longest frame in bytes, less than what the segments hold
    ScatterRxQueue(final TapFiles files, final TapFile file, final Mempool pool, final TapReads reads, final RxFinish finish,
                   final int longest) {
        this.files = files;
        this.file = file;
        this.pool = pool;
        this.reads = reads;
        counters = reads.counters();
        this.finish = finish;
        fd = file.fd();
        headerLength = file.headerLength();
        perSegment = pool.bufferLength() - Mbuf.HEADROOM;
        spares = new Mbuf[longest / perSegment + 1];
        missing = spares.length;
        vectors = arena.allocate(Iovec.LAYOUT, spares.length).address();
    }

    @Override
    public int rxBurst(final Mbuf[] burst, final int offset, final int limit) {
        int received = 0;
        int calls = 0;
        long bytes = 0;
        while (received < limit && haveSpares()) {
            calls++;
            final long length = FileCalls.readv(callState, fd, vectors, spares.length);
            if (length < 0) {
                reads.onFailure((int) -length);
                break;
            }
            final int frame = (int) length - headerLength;
            if (frame <= 0 || frame == spares.length * perSegment) {
                // A frame that fills all the room may have been cut off.
                counters.addErrors(1);
                continue;
            }
            final Mbuf packet = chain(frame);
            final int verdict = finish.received(packet, packet.dataAddress() - headerLength, packet.dataLength());
            if (verdict == RxFinish.TAKE) {
                burst[offset + received++] = packet;
                bytes += frame;
            } else {
                packet.free();
                counters.addErrors(verdict == RxFinish.REFUSE ? 1 : 0);
            }
        }
        reads.made(calls);
        if (received > 0) {
            counters.add(received, bytes);
        }
        return received;
    }

    /// Makes one packet of the spares that a frame of this length has filled.
    private Mbuf chain(final int frame) {
        final Mbuf head = spares[0];
        head.dataLength(Math.min(frame, perSegment));
        int used = 1;
        Mbuf last = head;
        for (int left = frame - perSegment; left > 0; left -= perSegment) {
            final Mbuf segment = spares[used++];
            segment.dataLength(Math.min(left, perSegment));
            last.chainNext(head, segment);
            last = segment;
        }
        missing = used;
        hadLong |= used > 1;
        return head;
    }

    /// {@return whether a frame since this was asked last took several buffers}
    boolean hadLong() {
        final boolean had = hadLong;
        hadLong = false;
        return had;
    }

    private boolean haveSpares() {
        if (missing == 0 || reads.isDead()) {
            return !reads.isDead();
        }
        if (!pool.getBulk(spares, 0, missing)) {
            counters.addNoMbuf(1);
            return false;
        }
        for (int i = 0; i < missing; i++) {
            final int header = i == 0 ? headerLength : 0;
            Iovec.put(vectors + (long) i * Iovec.SIZE, spares[i].dataAddress() - header, perSegment + header);
        }
        missing = 0;
        return true;
    }

    @Override
    protected void release() {
        Mbuf.freeBulk(spares, missing, spares.length - missing);
        missing = spares.length;
        files.leave(file);
        arena.close();
    }
}
