package dev.pollmode.sys;

import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicInteger;

/// Owns a descriptor and closes it once.
///
/// Hot paths copy [#number()] into a field; their owner closes the descriptor only after they have stopped,
/// since the kernel gives a closed number to whoever opens next. [#close()] may be called by any thread.
public final class Fd implements AutoCloseable {
    /// Open for reading.
    public static final int O_RDONLY = 0;
    /// Open for writing.
    public static final int O_WRONLY = 1;
    /// Open for reading and writing.
    public static final int O_RDWR = 2;
    /// Create the file if there is none.
    public static final int O_CREAT = 0x40;
    /// With [#O_CREAT]: fail when there is one.
    public static final int O_EXCL = 0x80;
    /// Empty the file.
    public static final int O_TRUNC = 0x200;
    /// Write at the end.
    public static final int O_APPEND = 0x400;
    /// Never wait: `EAGAIN` instead.
    public static final int O_NONBLOCK = 0x800;
    /// Close on exec(2). Every descriptor of this module has it.
    public static final int O_CLOEXEC = 0x80000;

    /// fcntl(2): duplicate, with close-on-exec.
    public static final int F_DUPFD_CLOEXEC = 1030;
    /// fcntl(2): get descriptor flags.
    public static final int F_GETFD = 1;
    /// fcntl(2): set descriptor flags.
    public static final int F_SETFD = 2;
    /// fcntl(2): get status flags.
    public static final int F_GETFL = 3;
    /// fcntl(2): set status flags.
    public static final int F_SETFL = 4;

    private static final int SEEK_END = 2;
    private static final int CLOSED = -1;

    private final AtomicInteger number;

    private Fd(final int number) {
        this.number = new AtomicInteger(number);
    }

    /// {@return the owner of a descriptor that nobody else owns}
    ///
    /// @param number the descriptor, 0 or more
    public static Fd of(final int number) {
        if (number < 0) {
            throw new IllegalArgumentException("not a descriptor: " + number);
        }
        return new Fd(number);
    }

    /// {@return the owner of what a call returned}
    ///
    /// @param result    a descriptor, or `-errno`
    /// @param operation the call and its object, for the message
    /// @throws SysException when the result is an error
    public static Fd check(final long result, final String operation) {
        return new Fd((int) SysException.check(result, operation));
    }

    /// Opens a file with [#O_CLOEXEC]; a file that [#O_CREAT] makes can be read and written by its owner only.
    ///
    /// @param path  its path
    /// @param flags the `O_` constants, or-ed
    /// @throws SysException when the kernel refuses
    public static Fd open(final String path, final int flags) {
        try (Arena arena = Arena.ofConfined()) {
            final long name = arena.allocateFrom(path).address();
            return check(FileCalls.open(CallState.current(), name, flags | O_CLOEXEC, 0600), "open(" + path + ")");
        }
    }

    /// {@return the descriptor}
    ///
    /// @throws IllegalStateException when it was closed
    public int number() {
        final int fd = number.get();
        if (fd == CLOSED) {
            throw new IllegalStateException("descriptor was closed");
        }
        return fd;
    }

    /// {@return whether it is still open}
    public boolean isOpen() {
        return number.get() != CLOSED;
    }

    /// Gives the descriptor away: the caller owns it now, and [#close()] does nothing any more.
    ///
    /// @throws IllegalStateException when it was closed or given away before
    public int release() {
        final int fd = number.getAndSet(CLOSED);
        if (fd == CLOSED) {
            throw new IllegalStateException("descriptor was closed");
        }
        return fd;
    }

    /// {@return a second descriptor for the same open file, with close-on-exec}
    ///
    /// @throws SysException when the kernel refuses
    public Fd dup() {
        final int fd = number();
        return check(FileCalls.fcntl(CallState.current(), fd, F_DUPFD_CLOEXEC, 0), "fcntl(F_DUPFD_CLOEXEC, " + fd + ")");
    }

    /// {@return the size of the file in bytes, as of memory that a peer has sent}
    ///
    /// Moves the position of the descriptor to the end; of no use for devices and sockets.
    ///
    /// @throws SysException with `ESPIPE` when there is no such thing as a size
    public long size() {
        final int fd = number();
        return SysException.check(FileCalls.lseek(CallState.current(), fd, 0, SEEK_END), "lseek(SEEK_END, " + fd + ")");
    }

    /// Makes reads and writes return `EAGAIN` instead of waiting.
    ///
    /// @throws SysException when the kernel refuses
    public void setNonBlocking() {
        final CallState state = CallState.current();
        final int fd = number();
        final long flags = SysException.check(FileCalls.fcntl(state, fd, F_GETFL, 0), "fcntl(F_GETFL, " + fd + ")");
        SysException.check(FileCalls.fcntl(state, fd, F_SETFL, flags | O_NONBLOCK), "fcntl(F_SETFL, " + fd + ")");
    }

    /// Closes the descriptor; a second call does nothing.
    ///
    /// Errors of close(2) are late reports about data (`EIO`) or signals (`EINTR`): the descriptor is gone either way.
    @Override
    public void close() {
        final int fd = number.getAndSet(CLOSED);
        if (fd != CLOSED) {
            final int result = FileCalls.close(CallState.current(), fd);
            assert result != -Errno.EBADF : "descriptor " + fd + " was closed by somebody else";
        }
    }

    @Override
    public String toString() {
        final int fd = number.get();
        return fd == CLOSED ? "fd closed" : "fd " + fd;
    }
}
