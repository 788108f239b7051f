package dev.pollmode.vfio.user;

import dev.pollmode.sys.CallState;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Fd;
import dev.pollmode.sys.Libc;
import dev.pollmode.sys.Sock;
import dev.pollmode.sys.SysException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Stream sockets in the file system; see unix(7).
///
/// `struct sockaddr_un`: the family in 2 bytes, then the path in 108, ended by a NUL.
final class UnixStream {
    private static final int FAMILY_SIZE = 2;
    private static final int PATH_SIZE = 108;
    private static final int BACKLOG = 4;

    // A `struct timeval`: seconds and microseconds.
    private static final int TIMEVAL = 16;

    private UnixStream() {
    }

    /// {@return a socket that is connected}
    ///
    /// @param path of the server's socket
    /// @throws SysException when nobody listens there
    static Fd connect(final Path path) {
        final Fd socket = socket();
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment address = address(arena, path);
            SysException.check(Libc.connect(CallState.current(), socket.number(), address.address(), (int) address.byteSize()),
                "connect(" + path + ")", "is the server of the device running?");
            return socket;
        } catch (final RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /// {@return a socket that listens}
    ///
    /// A socket file that a dead server left is replaced.
    ///
    /// @param path where; nothing but such a file may be there
    /// @throws SysException with EADDRINUSE when another server lives there
    static Fd listen(final Path path) {
        final Fd socket = socket();
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment address = address(arena, path);
            int bound = Libc.bind(CallState.current(), socket.number(), address.address(), (int) address.byteSize());
            if (bound == -Errno.EADDRINUSE && isAbandoned(path)) {
                Files.delete(path);
                bound = Libc.bind(CallState.current(), socket.number(), address.address(), (int) address.byteSize());
            }
            SysException.check(bound, "bind(" + path + ")");
            SysException.check(Libc.listen(CallState.current(), socket.number(), BACKLOG), "listen(" + path + ")");
            return socket;
        } catch (final IOException e) {
            socket.close();
            throw new SysException("unlink(" + path + ")", Errno.EACCES, e.getMessage());
        } catch (final RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static boolean isAbandoned(final Path path) {
        try (Fd probe = socket(); Arena arena = Arena.ofConfined()) {
            final MemorySegment address = address(arena, path);
            return Libc.connect(CallState.current(), probe.number(), address.address(), (int) address.byteSize()) == -Errno.ECONNREFUSED;
        }
    }

    /// Waits for a client.
    ///
    /// @param listener from [#listen]
    /// @return a connected socket, or null when the listener was shut down
    static Fd accept(final Fd listener) {
        while (true) {
            final int result = Libc.accept4(CallState.current(), listener.number(), 0, 0, Sock.SOCK_CLOEXEC);
            if (result >= 0) {
                return Fd.of(result);
            }
            if (result == -Errno.EINVAL) {
                return null;
            }
            if (result != -Errno.EINTR && result != -Errno.ECONNABORTED) {
                SysException.check(result, "accept");
            }
        }
    }

    /// Two sockets that are connected to each other.
    static Fd[] pair() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment fds = arena.allocate(ValueLayout.JAVA_INT, 2);
            SysException.check(Libc.socketpair(CallState.current(), Sock.AF_UNIX, Sock.SOCK_STREAM | Sock.SOCK_CLOEXEC, 0,
                fds.address()), "socketpair");
            return new Fd[] {Fd.of(fds.getAtIndex(ValueLayout.JAVA_INT, 0)), Fd.of(fds.getAtIndex(ValueLayout.JAVA_INT, 1))};
        }
    }

    /// Lets a send fail with EAGAIN when the peer does not take it in time.
    static void sendTimeout(final Fd socket, final int seconds) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment timeval = arena.allocate(TIMEVAL, Long.BYTES);
            timeval.set(ValueLayout.JAVA_LONG, 0, seconds);
            SysException.check(Libc.setsockopt(CallState.current(), socket.number(), Sock.SOL_SOCKET, Sock.SO_SNDTIMEO,
                timeval.address(), TIMEVAL), "setsockopt(SO_SNDTIMEO)");
        }
    }

    private static Fd socket() {
        return Fd.check(Libc.socket(CallState.current(), Sock.AF_UNIX, Sock.SOCK_STREAM | Sock.SOCK_CLOEXEC, 0), "socket(AF_UNIX)");
    }

    private static MemorySegment address(final Arena arena, final Path path) {
        final byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
        if (name.length == 0 || name.length >= PATH_SIZE) {
            throw new VfioUserException("sockaddr_un(" + path + ")", Errno.ENAMETOOLONG,
                "the path of a socket has at most " + (PATH_SIZE - 1) + " bytes");
        }
        final MemorySegment address = arena.allocate(FAMILY_SIZE + PATH_SIZE, Long.BYTES);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) Sock.AF_UNIX);
        MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, FAMILY_SIZE, name.length);
        return address;
    }
}
