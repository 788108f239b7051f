package dev.pollmode.sys;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/// A connected Unix socket: bytes and descriptors between processes of a machine; see unix(7). [UnixListener] accepts them.
///
/// One thread sends and one receives at a time. Data come from a peer that may be hostile: lengths are the kernel's, control
/// messages are checked, and descriptors that are not handed to the caller are closed. Every descriptor received closes on exec.
/// Sending and receiving wait, up to the timeout; the `try` forms do not. [#shutdown()] by another thread ends a wait.
public final class UnixSocket implements AutoCloseable {
    /// How a connection treats what is written.
    public enum Type {
        /// A stream of bytes.
        STREAM(Sock.SOCK_STREAM),
        /// Messages whose borders are kept.
        SEQPACKET(Sock.SOCK_SEQPACKET);

        final int number;

        Type(final int number) {
            this.number = number;
        }
    }

    /// Who connected, as the kernel saw it then.
    ///
    /// @param pid process number, 0 when it is not in this namespace
    /// @param uid user
    /// @param gid group
    public record Peer(int pid, int uid, int gid) {
    }

    private static final int NO_FLAGS = 0;

    private final Fd fd;
    private final String name;
    private volatile int timeoutMs = -1;

    UnixSocket(final Fd fd, final String name) {
        this.fd = fd;
        this.name = name;
    }

    /// Connects to a listener.
    ///
    /// @param path where it listens: a path of at most 107 bytes, or `@name` in the abstract namespace
    /// @param type the type, the same as the listener's
    /// @throws SysException with `ENOENT`, `ECONNREFUSED` (nobody listens), `EPROTOTYPE` (another type), `EACCES`
    public static UnixSocket connect(final String path, final Type type) {
        return connect(path, type, -1);
    }

    /// Connects to a listener, and limits how long that, sending and receiving wait.
    ///
    /// @param path      where it listens: a path of at most 107 bytes, or `@name` in the abstract namespace
    /// @param type      the type, the same as the listener's
    /// @param timeoutMs milliseconds for each call, more than 0; -1 for ever
    /// @throws SysException as the other form; `EAGAIN` when the listener has not accepted in time
    public static UnixSocket connect(final String path, final Type type, final int timeoutMs) {
        final Fd fd = create(type, NO_FLAGS);
        try {
            final UnixSocket socket = new UnixSocket(fd, path);
            socket.timeoutMs(timeoutMs);
            final int result = connect(fd, path);
            SysException.check(result, "connect(" + path + ")", connectRemedy(-result));
            return socket;
        } catch (final RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    static int connect(final Fd fd, final String path) {
        try (Arena arena = Arena.ofConfined()) {
            final long address = arena.allocate(UnixAddress.LAYOUT).address();
            return SocketCalls.connect(CallState.current(), fd.number(), address, UnixAddress.put(address, path));
        }
    }

    /// {@return two sockets that are connected with each other; both owned by the caller}
    public static List<UnixSocket> pair(final Type type) {
        final CallState state = CallState.current();
        SysException.check(SocketCalls.socketpair(state, Sock.AF_UNIX, type.number | Sock.SOCK_CLOEXEC, 0, state.scratch), "socketpair");
        return List.of(
            new UnixSocket(Fd.of(Mem.getInt(state.scratch)), "pair"), new UnixSocket(Fd.of(Mem.getInt(state.scratch + 4)), "pair"));
    }

    /// {@return a connected socket that somebody else made; owns the descriptor now}
    ///
    /// @param fd   the descriptor
    /// @param name what messages call it
    public static UnixSocket of(final Fd fd, final String name) {
        return new UnixSocket(fd, name);
    }

    static Fd create(final Type type, final int flags) {
        return Fd.check(SocketCalls.socket(CallState.current(), Sock.AF_UNIX, type.number | Sock.SOCK_CLOEXEC | flags, 0), "socket(AF_UNIX)");
    }

    /// {@return the descriptor, for poll and epoll and for calls of [SocketCalls]; stays this object's}
    public Fd fd() {
        return fd;
    }

    /// {@return who connected}
    public Peer peer() {
        try (Arena arena = Arena.ofConfined()) {
            final long credentials = arena.allocate(12, 4).address();
            final long length = arena.allocate(4, 4).address();
            Mem.putInt(length, 12);
            SysException.check(SocketCalls.getsockopt(CallState.current(), fd.number(), Sock.SOL_SOCKET, Sock.SO_PEERCRED, credentials, length),
                "getsockopt(SO_PEERCRED, " + name + ")");
            return new Peer(Mem.getInt(credentials), Mem.getInt(credentials + 4), Mem.getInt(credentials + 8));
        }
    }

    /// Limits how long sending and receiving wait.
    ///
    /// @param ms milliseconds for each call, more than 0; -1 for ever
    public void timeoutMs(final int ms) {
        if (ms == 0 || ms < -1) {
            throw new IllegalArgumentException("timeout must be positive, or -1 for none: " + ms);
        }
        timeoutMs = ms;
        setTimeout(fd, Sock.SO_RCVTIMEO, ms, name);
        setTimeout(fd, Sock.SO_SNDTIMEO, ms, name);
    }

    private static void setTimeout(final Fd fd, final int option, final int ms, final String name) {
        final CallState state = CallState.current();
        final int positive = Math.max(0, ms);
        Mem.putLong(state.scratch, positive / 1000);
        Mem.putLong(state.scratch + 8, positive % 1000 * 1000L);
        SysException.check(SocketCalls.setsockopt(state, fd.number(), Sock.SOL_SOCKET, option, state.scratch, 16), "setsockopt(timeout, " + name + ")");
    }

    /// Sends all bytes, and descriptors with the first of them. A sequenced packet is one message.
    ///
    /// @param address where the bytes are
    /// @param length  how many; at least 1 when there are descriptors, which go with the first byte
    /// @param fds     the descriptors, at most 253; stay the caller's
    /// @throws SysException with `EPIPE` when the peer is gone, `ETIMEDOUT` after the timeout (some bytes may have been sent)
    public void send(final long address, final long length, final int... fds) {
        long sent = checkSent(sendOnce(address, length, NO_FLAGS, fds));
        while (sent < length) {
            sent += checkSent(sendOnce(address + sent, length - sent, NO_FLAGS));
        }
    }

    /// Sends what the socket takes without waiting.
    ///
    /// @param address where the bytes are
    /// @param length  how many; at least 1 when there are descriptors, which go with the first byte
    /// @param fds     the descriptors, at most 253; stay the caller's
    /// @return bytes sent, of a stream perhaps less than asked; or `-errno`, `EAGAIN` when there is no room
    public long trySend(final long address, final long length, final int... fds) {
        return sendOnce(address, length, Sock.MSG_DONTWAIT, fds);
    }

    /// Receives bytes of a stream until there are so many. Descriptors that come with them are taken over.
    ///
    /// @param address where to put them
    /// @param length  how many
    /// @param fds     gets the descriptors, owned by the caller
    /// @param maxFds  how many descriptors may come in all
    /// @return false when the peer has closed the connection before the first byte
    /// @throws SysException with `ECONNRESET` when it closed it later, `ETIMEDOUT` after the timeout, `EPROTO` when more descriptors came;
    ///     descriptors received by then are in the list
    public boolean receiveFully(final long address, final long length, final List<Fd> fds, final int maxFds) {
        long received = 0;
        while (received < length) {
            final long count = receive(address + received, length - received, fds, maxFds);
            if (count == 0) {
                if (received == 0) {
                    return false;
                }
                throw new SysException("recvmsg(" + name + ")", Errno.ECONNRESET, "the peer left within a message");
            }
            received += count;
        }
        return true;
    }

    /// Receives what is there, or waits for it: some bytes of a stream, or one message.
    ///
    /// @param address where to put it
    /// @param length  room in bytes
    /// @param fds     gets the descriptors that came with it, owned by the caller
    /// @param maxFds  how many descriptors the list may hold then
    /// @return bytes received, 0 when the peer has closed the connection (or sent an empty packet)
    /// @throws SysException with `ETIMEDOUT` after the timeout, `EMSGSIZE` when a message was longer than the room,
    ///     `EPROTO` when more descriptors came than allowed; those of this call are closed
    public long receive(final long address, final long length, final List<Fd> fds, final int maxFds) {
        final long result = receiveOnce(address, length, NO_FLAGS, fds, maxFds);
        if (result == -Errno.EAGAIN) {
            throw new SysException("recvmsg(" + name + ")", Errno.ETIMEDOUT, "nothing came within " + timeoutMs + " ms");
        }
        return SysException.check(result, "recvmsg(" + name + ")");
    }

    /// Receives what is there without waiting; as [#receive].
    ///
    /// @return bytes received, 0 when the peer has closed the connection, or `-errno`: `EAGAIN` when nothing is there
    public long tryReceive(final long address, final long length, final List<Fd> fds, final int maxFds) {
        return receiveOnce(address, length, Sock.MSG_DONTWAIT, fds, maxFds);
    }

    /// Ends the connection in both directions: the peer and any thread that waits see its end.
    /// A connection that the peer has ended already is fine.
    public void shutdown() {
        final int result = SocketCalls.shutdown(CallState.current(), fd.number(), Sock.SHUT_RDWR);
        if (result != -Errno.ENOTCONN) {
            SysException.check(result, "shutdown(" + name + ")");
        }
    }

    @Override
    public void close() {
        fd.close();
    }

    @Override
    public String toString() {
        return name + " (" + fd + ")";
    }

    private long checkSent(final long result) {
        if (result == -Errno.EAGAIN) {
            throw new SysException("sendmsg(" + name + ")", Errno.ETIMEDOUT, "the peer took nothing within " + timeoutMs + " ms");
        }
        return SysException.check(result, "sendmsg(" + name + ")");
    }

    private long sendOnce(final long address, final long length, final int flags, final int... fds) {
        if (fds.length > ControlMessages.MAX_FDS) {
            throw new IllegalArgumentException("a message carries at most " + ControlMessages.MAX_FDS + " descriptors: " + fds.length);
        }
        if (fds.length > 0 && length == 0) {
            throw new IllegalArgumentException("descriptors need at least one byte to travel with");
        }
        final CallState state = CallState.current();
        try (Arena arena = Arena.ofConfined()) {
            final long message = message(arena, address, length, fds.length);
            if (fds.length > 0) {
                ControlMessages.put(MsgHdr.control(message), fds);
            }
            long result;
            do {
                result = SocketCalls.sendmsg(state, fd.number(), message, flags | Sock.MSG_NOSIGNAL);
            } while (result == -Errno.EINTR);
            return result;
        }
    }

    private long receiveOnce(final long address, final long length, final int flags, final List<Fd> fds, final int maxFds) {
        final CallState state = CallState.current();
        final int allowed = Math.max(0, Math.min(ControlMessages.MAX_FDS, maxFds - fds.size()));
        try (Arena arena = Arena.ofConfined()) {
            final long message = message(arena, address, length, allowed);
            long result;
            do {
                result = SocketCalls.recvmsg(state, fd.number(), message, flags | Sock.MSG_CMSG_CLOEXEC);
            } while (result == -Errno.EINTR);
            return result < 0 ? result : takeFds(message, result, fds, maxFds);
        }
    }

    // From here on descriptors have numbers in this process: each goes to the list or is closed.
    private long takeFds(final long message, final long result, final List<Fd> fds, final int maxFds) {
        final List<Fd> came = new ArrayList<>();
        try {
            final boolean wellFormed = ControlMessages.take(MsgHdr.control(message), MsgHdr.controlLength(message), came);
            checkReceived(wellFormed, MsgHdr.flags(message), came.size(), maxFds - fds.size());
            if (!came.isEmpty()) {
                fds.addAll(came);
            }
            return result;
        } catch (final RuntimeException e) {
            came.forEach(Fd::close);
            throw e;
        }
    }

    private void checkReceived(final boolean wellFormed, final int flags, final int count, final int allowed) {
        if (!wellFormed || (flags & Sock.MSG_CTRUNC) != 0 || count > Math.max(0, allowed)) {
            throw new SysException("recvmsg(" + name + ")", Errno.EPROTO,
                "more descriptors came than the " + allowed + " allowed, or than this process may open (ulimit -n), or malformed control data");
        }
        if ((flags & Sock.MSG_TRUNC) != 0) {
            throw new SysException("recvmsg(" + name + ")", Errno.EMSGSIZE, "the peer sent a longer message than fits");
        }
    }

    private static long message(final Arena arena, final long address, final long length, final int fdCount) {
        final long vector = arena.allocate(Iovec.LAYOUT).address();
        Iovec.put(vector, address, length);
        final long space = fdCount == 0 ? 0 : ControlMessages.space(fdCount);
        final long control = fdCount == 0 ? 0 : arena.allocate(space, Long.BYTES).address();
        final long message = arena.allocate(MsgHdr.LAYOUT).address();
        MsgHdr.put(message, 0, 0, vector, 1, control, space);
        return message;
    }

    private static String connectRemedy(final int errno) {
        return switch (errno) {
            case Errno.ENOENT -> "nobody has made this socket; start the server first";
            case Errno.ECONNREFUSED -> "the socket is there but nobody listens; start the server, which replaces it";
            case Errno.EPROTOTYPE -> "the server uses another type of socket";
            case Errno.EACCES -> "this user must be able to write the socket file";
            case Errno.EAGAIN -> "the server accepts no connections at the moment";
            default -> null;
        };
    }
}
