package dev.pollmode.vfio.user;

import dev.pollmode.sys.CallState;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Fd;
import dev.pollmode.sys.Iovec;
import dev.pollmode.sys.Mapping;
import dev.pollmode.sys.Mem;
import dev.pollmode.sys.MsgHdr;
import dev.pollmode.sys.PollFd;
import dev.pollmode.sys.Sock;
import dev.pollmode.sys.SocketCalls;
import dev.pollmode.sys.UnixSocket;
import dev.pollmode.sys.WaitCalls;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/// Bytes and descriptors over a connected stream socket, with the buffers for one message each way.
///
/// One thread receives; one thread at a time sends (the caller's lock). [#shutdown()] may be called by any thread and wakes
/// both. Nothing is allocated by a call once its thread has a [CallState].
final class Channel implements AutoCloseable {
    /// Most descriptors with one message, as our capabilities say. The kernel's own limit is 253 (unix(7)).
    static final int MAX_FDS = 64;

    /// Longest message that is received whole: the largest transfer and its headers.
    static final int MAX_MESSAGE = Capabilities.OURS_TRANSFER + 4096;

    /// A peer that takes nothing for so long is given up.
    private static final int SEND_TIMEOUT_MS = 10_000;

    /// No deadline.
    static final long FOREVER = Long.MAX_VALUE;

    // Scratch area of each direction: header of the call, one vector, control data.
    private static final int VECTOR = 64;
    private static final int POLL = 96;
    private static final int CONTROL = 128;
    private static final int SCRATCH = 4096;

    private final Fd socket;
    private final int fd;
    private final Mapping in;
    private final Mapping out;

    /// @param socket a connected stream socket, owned by the channel from now on
    Channel(final Fd socket) {
        try {
            // What a peer sent as its twin socket may be anything.
            UnixSocket.of(socket, "vfio-user").timeoutMs(SEND_TIMEOUT_MS);
        } catch (final RuntimeException e) {
            socket.close();
            throw e;
        }
        this.socket = socket;
        this.fd = socket.number();
        this.in = Mapping.anonymous(SCRATCH + 2L * MAX_MESSAGE);
        this.out = Mapping.anonymous(SCRATCH + MAX_MESSAGE);
    }

    /// {@return where a message is built to be sent; lives as long as the channel}
    MemorySegment outgoing() {
        return Mem.segment(out.address() + SCRATCH, MAX_MESSAGE);
    }

    /// {@return where received bytes are put, room for two messages; lives as long as the channel}
    MemorySegment incoming() {
        return Mem.segment(in.address() + SCRATCH, 2L * MAX_MESSAGE);
    }

    /// Receives exactly so many bytes into [#incoming()].
    ///
    /// @param offset   where in the buffer
    /// @param length   how many
    /// @param fds      gets the descriptors that came along
    /// @param deadline in ns of [System#nanoTime()], or [#FOREVER]
    /// @return the number received, smaller than `length` when the peer ended the stream; `-errno` on trouble,
    ///     `-ETIMEDOUT` after the deadline
    long receive(final long offset, final long length, final ReceivedFds fds, final long deadline) {
        long received = 0;
        while (received < length) {
            final long result = receiveSome(in.address() + SCRATCH + offset + received, length - received, fds, deadline);
            if (result == 0) {
                return received;
            }
            if (result > 0) {
                received += result;
            } else if (result == -Errno.EAGAIN) {
                if (!awaitInput(deadline)) {
                    return -Errno.ETIMEDOUT;
                }
            } else if (result != -Errno.EINTR) {
                return result;
            }
        }
        return received;
    }

    private long receiveSome(final long to, final long length, final ReceivedFds fds, final long deadline) {
        final long message = in.address();
        final int space = ControlMessage.space(MAX_FDS);
        Iovec.put(message + VECTOR, to, length);
        MsgHdr.put(message, 0, 0, message + VECTOR, 1, message + CONTROL, space);
        final int flags = Sock.MSG_CMSG_CLOEXEC | (deadline == FOREVER ? 0 : Sock.MSG_DONTWAIT);
        final long result = SocketCalls.recvmsg(CallState.current(), fd, message, flags);
        if (result < 0) {
            return result;
        }
        final boolean room = ControlMessage.read(message + CONTROL, Math.min(space, MsgHdr.controlLength(message)), fds);
        final boolean whole = (MsgHdr.flags(message) & Sock.MSG_CTRUNC) == 0;
        return room && whole ? result : -Errno.EMFILE;
    }

    /// Waits until there is something to receive.
    ///
    /// @param deadline in ns of [System#nanoTime()], or [#FOREVER]
    /// @return false after the deadline
    boolean awaitInput(final long deadline) {
        final long poll = in.address() + POLL;
        while (true) {
            final long left = deadline == FOREVER ? FOREVER : deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            PollFd.put(poll, fd, PollFd.POLLIN);
            final int timeout = left == FOREVER ? -1 : (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(left) + 1);
            // An error or the end of the stream is something to receive, too.
            if (WaitCalls.poll(CallState.current(), poll, 1, timeout) > 0) {
                return true;
            }
        }
    }

    /// Sends the first bytes of [#outgoing()], all of them.
    ///
    /// @param length how many
    /// @param fds    descriptors to go along, which stay the caller's; may be empty
    /// @return 0, or `-errno`; after an error the stream is broken
    int send(final long length, final int[] fds) {
        final long message = out.address();
        final long from = message + SCRATCH;
        final int control = fds.length == 0 ? 0 : ControlMessage.write(message + CONTROL, fds);
        Iovec.put(message + VECTOR, from, length);
        MsgHdr.put(message, 0, 0, message + VECTOR, 1, control == 0 ? 0 : message + CONTROL, control);
        long sent = retrySend(message);
        while (sent >= 0 && sent < length) {
            final long result = retry(from + sent, length - sent);
            sent = result < 0 ? result : sent + result;
        }
        return sent < 0 ? (int) sent : 0;
    }

    private long retrySend(final long message) {
        long result;
        do {
            result = SocketCalls.sendmsg(CallState.current(), fd, message, Sock.MSG_NOSIGNAL);
        } while (result == -Errno.EINTR);
        return result;
    }

    private long retry(final long from, final long length) {
        long result;
        do {
            result = SocketCalls.send(CallState.current(), fd, from, length, Sock.MSG_NOSIGNAL);
        } while (result == -Errno.EINTR);
        return result;
    }

    /// Ends the stream both ways: whoever waits in a call returns. The descriptor stays until [#close()].
    void shutdown() {
        SocketCalls.shutdown(CallState.current(), fd, Sock.SHUT_RDWR);
    }

    /// Releases socket and buffers. Nobody may be inside another method.
    @Override
    public void close() {
        socket.close();
        in.close();
        out.close();
    }
}
