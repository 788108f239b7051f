package dev.pollmode.sys;

import java.lang.invoke.MethodHandle;

/// Calls that open, read, write and control files, devices, pipes and other descriptors; [CallState] says what holds of all.
public final class FileCalls {
    private static final MethodHandle OPEN = Downcall.variadic("open", 3, 2);
    private static final MethodHandle CLOSE = Downcall.function("close", 1);
    private static final MethodHandle READ = Downcall.function("read", 3);
    private static final MethodHandle WRITE = Downcall.function("write", 3);
    private static final MethodHandle READV = Downcall.function("readv", 3);
    private static final MethodHandle WRITEV = Downcall.function("writev", 3);
    private static final MethodHandle PREAD = Downcall.function("pread", 4);
    private static final MethodHandle PWRITE = Downcall.function("pwrite", 4);
    private static final MethodHandle LSEEK = Downcall.function("lseek", 3);
    private static final MethodHandle IOCTL = Downcall.variadic("ioctl", 3, 2);
    private static final MethodHandle FCNTL = Downcall.variadic("fcntl", 3, 2);
    private static final MethodHandle FLOCK = Downcall.function("flock", 2);
    private static final MethodHandle DUP = Downcall.function("dup", 1);
    private static final MethodHandle FTRUNCATE = Downcall.function("ftruncate", 2);
    private static final MethodHandle UNLINK = Downcall.function("unlink", 1);
    private static final MethodHandle PIPE2 = Downcall.function("pipe2", 2);
    private static final MethodHandle EVENTFD = Downcall.function("eventfd", 2);
    private static final MethodHandle MEMFD_CREATE = Downcall.function("memfd_create", 2);

    private FileCalls() {
    }

    /// Opens a file; see open(2). `path` is the address of a zero-terminated string.
    ///
    /// @return the descriptor, or `-errno`
    public static int open(final CallState state, final long path, final int flags, final int mode) {
        try {
            return Downcall.intResult(state, (long) OPEN.invokeExact(state.segment, path, (long) flags, (long) mode));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Closes a descriptor; see close(2).
    ///
    /// @return 0, or `-errno`
    public static int close(final CallState state, final int fd) {
        try {
            return Downcall.intResult(state, (long) CLOSE.invokeExact(state.segment, (long) fd));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Reads from a descriptor; see read(2).
    ///
    /// @return bytes read, or `-errno`
    public static long read(final CallState state, final int fd, final long address, final long length) {
        try {
            return Downcall.longResult(state, (long) READ.invokeExact(state.segment, (long) fd, address, length));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Writes to a descriptor; see write(2).
    ///
    /// @return bytes written, or `-errno`
    public static long write(final CallState state, final int fd, final long address, final long length) {
        try {
            return Downcall.longResult(state, (long) WRITE.invokeExact(state.segment, (long) fd, address, length));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Reads into several buffers; see readv(2). `vectors` is the address of an array of [Iovec].
    ///
    /// @return bytes read, or `-errno`
    public static long readv(final CallState state, final int fd, final long vectors, final int count) {
        try {
            return Downcall.longResult(state, (long) READV.invokeExact(state.segment, (long) fd, vectors, (long) count));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Writes several buffers at once; see writev(2). `vectors` is the address of an array of [Iovec].
    ///
    /// @return bytes written, or `-errno`
    public static long writev(final CallState state, final int fd, final long vectors, final int count) {
        try {
            return Downcall.longResult(state, (long) WRITEV.invokeExact(state.segment, (long) fd, vectors, (long) count));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Reads at an offset of a file; see pread(2).
    ///
    /// @return bytes read, or `-errno`
    public static long pread(final CallState state, final int fd, final long address, final long length, final long offset) {
        try {
            return Downcall.longResult(state, (long) PREAD.invokeExact(state.segment, (long) fd, address, length, offset));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Writes at an offset of a file; see pwrite(2).
    ///
    /// @return bytes written, or `-errno`
    public static long pwrite(final CallState state, final int fd, final long address, final long length, final long offset) {
        try {
            return Downcall.longResult(state, (long) PWRITE.invokeExact(state.segment, (long) fd, address, length, offset));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Moves the position of a descriptor; see lseek(2).
    ///
    /// @return the new position, or `-errno`
    public static long lseek(final CallState state, final int fd, final long offset, final int whence) {
        try {
            return Downcall.longResult(state, (long) LSEEK.invokeExact(state.segment, (long) fd, offset, (long) whence));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Controls a device; see ioctl(2). `argument` is an address or a value, as the request says.
    ///
    /// @return what the request returns, or `-errno`
    public static int ioctl(final CallState state, final int fd, final long request, final long argument) {
        try {
            return Downcall.intResult(state, (long) IOCTL.invokeExact(state.segment, (long) fd, request, argument));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Changes a descriptor; see fcntl(2).
    ///
    /// @return what the command returns, or `-errno`
    public static int fcntl(final CallState state, final int fd, final int command, final long argument) {
        try {
            return Downcall.intResult(state, (long) FCNTL.invokeExact(state.segment, (long) fd, (long) command, argument));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Locks an open file; see flock(2).
    ///
    /// @return 0, or `-errno`
    public static int flock(final CallState state, final int fd, final int operation) {
        try {
            return Downcall.intResult(state, (long) FLOCK.invokeExact(state.segment, (long) fd, (long) operation));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Duplicates a descriptor, without the close-on-exec flag; see dup(2). [Fd#dup] sets the flag.
    ///
    /// @return the new descriptor, or `-errno`
    public static int dup(final CallState state, final int fd) {
        try {
            return Downcall.intResult(state, (long) DUP.invokeExact(state.segment, (long) fd));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Sets the length of a file; see ftruncate(2).
    ///
    /// @return 0, or `-errno`
    public static int ftruncate(final CallState state, final int fd, final long length) {
        try {
            return Downcall.intResult(state, (long) FTRUNCATE.invokeExact(state.segment, (long) fd, length));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Removes a name from the file system; see unlink(2).
    ///
    /// @return 0, or `-errno`
    public static int unlink(final CallState state, final long path) {
        try {
            return Downcall.intResult(state, (long) UNLINK.invokeExact(state.segment, path));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Creates a pipe; see pipe2(2). `fds` is the address of two ints.
    ///
    /// @return 0, or `-errno`
    public static int pipe2(final CallState state, final long fds, final int flags) {
        try {
            return Downcall.intResult(state, (long) PIPE2.invokeExact(state.segment, fds, (long) flags));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Creates an event counter; see eventfd(2).
    ///
    /// @return the descriptor, or `-errno`
    public static int eventfd(final CallState state, final int initial, final int flags) {
        try {
            return Downcall.intResult(state, (long) EVENTFD.invokeExact(state.segment, (long) initial, (long) flags));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Creates an anonymous file; see memfd_create(2). `name` is the address of a zero-terminated string.
    ///
    /// @return the descriptor, or `-errno`
    public static int memfdCreate(final CallState state, final long name, final int flags) {
        try {
            return Downcall.intResult(state, (long) MEMFD_CREATE.invokeExact(state.segment, name, (long) flags));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }
}
