package dev.pollmode.pmd.tap;

import dev.pollmode.ethdev.QueueCounters;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.sys.CallState;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Iovec;
import dev.pollmode.sys.Libc;
import java.lang.foreign.Arena;

/// Writes frames to one queue of the interface, a system call per frame.
///
/// In front of a frame stands the kernel's header. It is written into the headroom where the buffer has one owner, and
/// beside it, named by a vector, otherwise.
class TapTxQueue extends TxQueue {
    static final int HEADER = TapFile.VNET_HEADER;
    /// How many segments a packet can have.
    static final int MAX_SEGMENTS = 128;
    private static final int SCRATCH = 16;

    final CallState callState = CallState.create();
    final TapFile file;
    final QueueCounters counters;
    private final Arena arena = Arena.ofShared();
    private final TapFiles files;
    private final TxStart start;
    private final int fd;
    private final long vectors;
    private final long scratchHeader;

    TapTxQueue(final TapFiles files, final TapFile file, final QueueCounters counters, final TxStart start) {
        this.files = files;
        this.file = file;
        this.counters = counters;
        this.start = start;
        fd = file.fd();
        vectors = arena.allocate(Iovec.LAYOUT, MAX_SEGMENTS + 1).address();
        scratchHeader = arena.allocate(SCRATCH, SCRATCH).address();
    }

    @Override
    public int txBurst(final Mbuf[] burst, final int offset, final int count) {
        int sent = 0;
        int written = 0;
        long bytes = 0;
        for (; sent < count; sent++) {
            final Mbuf packet = burst[offset + sent];
            final int length = packet.packetLength();
            final int result = writeOne(packet);
            if (result == Errno.EAGAIN) {
                break;
            }
            if (result == 0) {
                written++;
                bytes += length;
            } else {
                counters.addErrors(1);
            }
        }
        Mbuf.freeBulk(burst, offset, sent);
        counters.add(written, bytes);
        return sent;
    }

    /// Writes one packet.
    ///
    /// @return 0, [Errno#EAGAIN] when it may be tried again, or another error number when it is lost
    final int writeOne(final Mbuf packet) {
        if (isPlain(packet)) {
            final long header = packet.dataAddress() - HEADER;
            if (!start.sending(packet, header)) {
                return Errno.EINVAL;
            }
            return errno(Libc.write(callState, fd, header, HEADER + packet.dataLength()));
        }
        return writeVector(packet);
    }

    /// {@return whether the kernel's header can stand in the headroom, and the frame in one piece behind it}
    static boolean isPlain(final Mbuf packet) {
        return packet.isContiguous() && packet.headroom() >= HEADER && packet.ownsBytes();
    }

    /// {@return whether a packet may go out, its header written}
    final boolean start(final Mbuf packet, final long header) {
        return start.sending(packet, header);
    }

    private int writeVector(final Mbuf packet) {
        if (packet.segments() > MAX_SEGMENTS || !start.sending(packet, scratchHeader)) {
            return Errno.EINVAL;
        }
        Iovec.put(vectors, scratchHeader, HEADER);
        int count = 1;
        for (Mbuf segment = packet; segment != null; segment = segment.next()) {
            Iovec.put(vectors + (long) count++ * Iovec.SIZE, segment.dataAddress(), segment.dataLength());
        }
        return errno(Libc.writev(callState, fd, vectors, count));
    }

    private static int errno(final long result) {
        return result >= 0 ? 0 : result == -Errno.EINTR ? Errno.EAGAIN : (int) -result;
    }

    @Override
    protected void release() {
        files.leave(file);
        arena.close();
    }
}
