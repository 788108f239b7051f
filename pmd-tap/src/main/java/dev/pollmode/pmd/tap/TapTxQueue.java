package dev.pollmode.pmd.tap;

import dev.pollmode.ethdev.QueueCounters;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mbuf.TxLengths;
import dev.pollmode.sys.CallState;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.FileCalls;
import dev.pollmode.sys.Iovec;
import dev.pollmode.sys.Mem;
import java.lang.foreign.Arena;

/// Writes frames to one queue of the interface, a system call per frame.
///
/// In front of a frame stands the kernel's header. It is written into the headroom where the buffer has one owner, and
/// beside it, named by a vector, otherwise.
class TapTxQueue extends TxQueue {
    /// How many segments a packet can have.
    static final int MAX_SEGMENTS = 128;
    // A header of ours, and all headers of a packet: at most 127, 511 and 60 bytes (TxLengths).
    private static final int SCRATCH = 1024;
    private static final int MAX_L4_HEADER = 60;

    final CallState callState = CallState.create();
    final TapFile file;
    final QueueCounters counters;
    final SystemCalls calls;
    final int headerLength;
    private final Arena arena = Arena.ofShared();
    private final TapFiles files;
    private final TxStart start;
    private final int fd;
    private final long vectors;
    private final long scratch;

    TapTxQueue(final TapFiles files, final TapFile file, final QueueCounters counters, final SystemCalls calls, final TxStart start) {
        this.files = files;
        this.file = file;
        this.counters = counters;
        this.calls = calls;
        this.start = start;
        fd = file.fd();
        headerLength = file.headerLength();
        vectors = arena.allocate(Iovec.LAYOUT, MAX_SEGMENTS + 1).address();
        scratch = arena.allocate(SCRATCH, Long.BYTES).address();
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
        // One more for the packet that the kernel had no room for.
        calls.add(Math.min(sent + 1, count));
        counters.add(written, bytes);
        return sent;
    }

    /// Writes one packet.
    ///
    /// @return 0, [Errno#EAGAIN] when it may be tried again, or another error number when it is lost
    final int writeOne(final Mbuf packet) {
        if (isPlain(packet)) {
            final long header = packet.dataAddress() - headerLength;
            if (!start(packet, header)) {
                return Errno.EINVAL;
            }
            return errno(FileCalls.write(callState, fd, header, headerLength + packet.dataLength()));
        }
        return writeVector(packet);
    }

    /// {@return whether the kernel's header can stand in the headroom, and the frame in one piece behind it}
    final boolean isPlain(final Mbuf packet) {
        return packet.isContiguous() && packet.headroom() >= headerLength && packet.ownsBytes();
    }

    /// {@return whether a plain packet may go out, its header written}
    final boolean start(final Mbuf packet, final long header) {
        return start.sending(packet, header, header + headerLength, packet.dataLength());
    }

    private int writeVector(final Mbuf packet) {
        if (packet.segments() > MAX_SEGMENTS) {
            return Errno.EINVAL;
        }
        int copied = 0;
        final boolean fit;
        if (headerLength > 0 && (packet.offloads() & Offload.TX_MASK) != 0) {
            // Headers that will be changed may lie in several segments, or belong to others too.
            copied = copyHeaders(packet);
            fit = start.sending(packet, scratch, scratch + headerLength, copied);
            copied = Math.min(copied, packet.packetLength());
        } else {
            fit = start.sending(packet, scratch, packet.dataAddress(), packet.dataLength());
        }
        if (!fit) {
            return Errno.EINVAL;
        }
        return errno(FileCalls.writev(callState, fd, vectors, fillVectors(packet, copied)));
    }

    private int copyHeaders(final Mbuf packet) {
        final long lengths = packet.txLengths();
        final int wanted = Math.min(packet.packetLength(), TxLengths.l2Length(lengths) + TxLengths.l3Length(lengths) + MAX_L4_HEADER);
        int copied = 0;
        for (Mbuf segment = packet; segment != null && copied < wanted; segment = segment.next()) {
            final int part = Math.min(segment.dataLength(), wanted - copied);
            Mem.copy(segment.dataAddress(), scratch + headerLength + copied, part);
            copied += part;
        }
        return copied;
    }

    /// Names the header, the bytes that were copied, and what of the segments was not.
    private int fillVectors(final Mbuf packet, final int copied) {
        int count = 0;
        if (headerLength > 0) {
            Iovec.put(vectors, scratch, headerLength + copied);
            count++;
        }
        int skip = copied;
        for (Mbuf segment = packet; segment != null; segment = segment.next()) {
            final int length = segment.dataLength() - skip;
            if (length > 0) {
                Iovec.put(vectors + (long) count++ * Iovec.SIZE, segment.dataAddress() + skip, length);
            }
            skip = Math.max(0, -length);
        }
        return count;
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
