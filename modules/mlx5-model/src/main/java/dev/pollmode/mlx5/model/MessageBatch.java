package dev.pollmode.mlx5.model;

import dev.pollmode.sys.CallState;
import dev.pollmode.sys.Iovec;
import dev.pollmode.sys.MmsgHdr;
import dev.pollmode.sys.MsgHdr;
import dev.pollmode.sys.Sock;
import dev.pollmode.sys.SocketCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Frames that came over a socket, one message each, several with one system call. One thread at a time.
final class MessageBatch {
    private static final int MESSAGES = 32;

    // Held so that the memory stays as long as this batch.
    private final MemorySegment memory = Arena.ofAuto().allocate(MESSAGES * (MmsgHdr.SIZE + Iovec.SIZE + (long) Wire.MAX_FRAME), 64);
    private final long messages = memory.address();
    private final long frames = messages + MESSAGES * (long) (MmsgHdr.SIZE + Iovec.SIZE);
    private int count;
    private int next;

    MessageBatch() {
        final long vectors = messages + MESSAGES * (long) MmsgHdr.SIZE;
        for (int i = 0; i < MESSAGES; i++) {
            final long vector = vectors + (long) i * Iovec.SIZE;
            Iovec.put(vector, frame(i), Wire.MAX_FRAME);
            MsgHdr.put(message(i), 0, 0, vector, 1, 0, 0);
        }
    }

    private long message(final int index) {
        return messages + (long) index * MmsgHdr.SIZE;
    }

    private long frame(final int index) {
        return frames + (long) index * Wire.MAX_FRAME;
    }

    boolean isEmpty() {
        return next == count;
    }

    void clear() {
        next = 0;
        count = 0;
    }

    /// Takes what has come; what was not taken out before is lost.
    ///
    /// @param fd a socket of messages
    /// @return how many came, or `-errno`
    int receive(final int fd) {
        clear();
        final int received = SocketCalls.recvmmsg(CallState.current(), fd, messages, MESSAGES, Sock.MSG_DONTWAIT, 0);
        count = Math.max(0, received);
        return received;
    }

    /// Goes on to the next frame; there must be one.
    ///
    /// @return its length, 0 if the other side has gone, or -1 if it is no frame: too long, or with descriptors
    int take() {
        final long message = message(next++);
        return (MsgHdr.flags(message) & (Sock.MSG_TRUNC | Sock.MSG_CTRUNC)) != 0 ? -1 : MmsgHdr.length(message);
    }

    /// {@return where the frame lies that was taken last}
    long address() {
        return frame(next - 1);
    }
}
