package dev.pollmode.sys;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/// A Unix socket that accepts connections. Owns the file of its path and removes it on [#close()].
///
/// One thread accepts at a time.
public final class UnixListener implements AutoCloseable {
    private static final int BACKLOG = 128;
    private static final int S_IFMT = 0170000;
    private static final int S_IFSOCK = 0140000;

    private final Fd fd;
    private final String path;

    private UnixListener(final Fd fd, final String path) {
        this.fd = fd;
        this.path = path;
    }

    /// Listens at a path. A socket file that a dead process has left there is replaced; any other file is not.
    ///
    /// @param path a path of at most 107 bytes, or `@name` in the abstract namespace, which has no files
    /// @param type the type of the connections
    /// @throws SysException with `EADDRINUSE` when somebody listens there or it is another file
    public static UnixListener listen(final String path, final UnixSocket.Type type) {
        final Fd fd = UnixSocket.create(type, Sock.SOCK_NONBLOCK);
        try (Arena arena = Arena.ofConfined()) {
            final CallState state = CallState.current();
            final long address = arena.allocate(UnixAddress.LAYOUT).address();
            final int length = UnixAddress.put(address, path);
            int result = SocketCalls.bind(state, fd.number(), address, length);
            if (result == -Errno.EADDRINUSE && isStale(path, type)) {
                FileCalls.unlink(state, arena.allocateFrom(path).address());
                result = SocketCalls.bind(state, fd.number(), address, length);
            }
            SysException.check(result, "bind(" + path + ")", bindRemedy(-result));
            final UnixListener listener = new UnixListener(fd, path);
            listener.listen();
            return listener;
        } catch (final RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    private void listen() {
        final int result = SocketCalls.listen(CallState.current(), fd.number(), BACKLOG);
        if (result < 0) {
            close();
            throw new SysException("listen(" + path + ")", -result, null);
        }
    }

    /// {@return the descriptor, readable when there is a connection to accept; stays this object's}
    public Fd fd() {
        return fd;
    }

    /// {@return the path}
    public String path() {
        return path;
    }

    /// Waits for a connection.
    ///
    /// @param timeoutMs how long at most, 0 for a look, -1 for ever
    /// @return the connection, owned by the caller; empty when none came in time
    /// @throws SysException when the kernel refuses, as with `EMFILE`; the connection stays to be accepted
    public Optional<UnixSocket> accept(final int timeoutMs) {
        if (!Poll.readable(fd.number(), timeoutMs)) {
            return Optional.empty();
        }
        final int result = SocketCalls.accept4(CallState.current(), fd.number(), 0, 0, Sock.SOCK_CLOEXEC);
        if (result == -Errno.ECONNABORTED || result == -Errno.EINTR || result == -Errno.EAGAIN) {
            return Optional.empty();
        }
        return Optional.of(new UnixSocket(Fd.check(result, "accept4(" + path + ")"), path));
    }

    /// Stops listening and removes the file. Connections that were accepted stay.
    @Override
    public void close() {
        if (!fd.isOpen()) {
            return;
        }
        if (!UnixAddress.isAbstract(path)) {
            try (Arena arena = Arena.ofConfined()) {
                // A file that is gone already is as good as removed.
                FileCalls.unlink(CallState.current(), arena.allocateFrom(path).address());
            }
        }
        fd.close();
    }

    @Override
    public String toString() {
        return path + " (" + fd + ")";
    }

    // Refused means: a socket file that nobody listens at. A file that is no socket is refused as well, so it is looked at.
    private static boolean isStale(final String path, final UnixSocket.Type type) {
        if (UnixAddress.isAbstract(path) || !isSocket(path)) {
            return false;
        }
        // Non-blocking: a living server with a full backlog must not hold us up.
        try (Fd probe = UnixSocket.create(type, Sock.SOCK_NONBLOCK)) {
            return UnixSocket.connect(probe, path) == -Errno.ECONNREFUSED;
        }
    }

    private static boolean isSocket(final String path) {
        try {
            final int mode = (Integer) Files.getAttribute(Path.of(path), "unix:mode", LinkOption.NOFOLLOW_LINKS);
            return (mode & S_IFMT) == S_IFSOCK;
        } catch (final IOException e) {
            return false;
        }
    }

    private static String bindRemedy(final int errno) {
        return switch (errno) {
            case Errno.EADDRINUSE -> "another process listens here, or it is an ordinary file; choose another path";
            case Errno.ENOENT -> "the directory does not exist; create it";
            case Errno.EACCES, Errno.EROFS -> "this user must be able to write the directory";
            default -> null;
        };
    }
}
