package dev.pollmode.sys;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/// The calls into the kernel, through the functions of the C library: one table, one line of reason per entry, no policy.
///
/// Each returns the result, or `-errno` where C returns -1. Addresses travel as `long`; nobody checks them here.
/// No call allocates. The first argument is the cell for `errno`; it belongs to the queue or thread that calls.
///
/// All arguments are integers or addresses, and each has a register of its own. The calling conventions of x86-64 and
/// arm64 leave the upper half of the register of an `int` unspecified. So all calls are linked with `long` arguments
/// and `long` results: the number of arguments is all that differs, and the JVM prepares few shapes at startup.
/// An `int` result is cut to its lower half here.
public final class Libc {
    private static final MethodHandle OPEN = variadic("open", 3, 2);
    private static final MethodHandle CLOSE = function("close", 1);
    private static final MethodHandle READ = function("read", 3);
    private static final MethodHandle WRITE = function("write", 3);
    private static final MethodHandle READV = function("readv", 3);
    private static final MethodHandle WRITEV = function("writev", 3);
    private static final MethodHandle PREAD = function("pread", 4);
    private static final MethodHandle PWRITE = function("pwrite", 4);
    private static final MethodHandle LSEEK = function("lseek", 3);
    private static final MethodHandle IOCTL = variadic("ioctl", 3, 2);
    private static final MethodHandle FCNTL = variadic("fcntl", 3, 2);
    private static final MethodHandle FLOCK = function("flock", 2);
    private static final MethodHandle DUP = function("dup", 1);
    private static final MethodHandle FTRUNCATE = function("ftruncate", 2);
    private static final MethodHandle UNLINK = function("unlink", 1);
    private static final MethodHandle PIPE2 = function("pipe2", 2);
    private static final MethodHandle EVENTFD = function("eventfd", 2);
    private static final MethodHandle MEMFD_CREATE = function("memfd_create", 2);
    private static final MethodHandle POLL = function("poll", 3);
    private static final MethodHandle EPOLL_CREATE1 = function("epoll_create1", 1);
    private static final MethodHandle EPOLL_CTL = function("epoll_ctl", 4);
    private static final MethodHandle EPOLL_WAIT = function("epoll_wait", 4);
    private static final MethodHandle TIMERFD_CREATE = function("timerfd_create", 2);
    private static final MethodHandle TIMERFD_SETTIME = function("timerfd_settime", 4);
    private static final MethodHandle TIMERFD_GETTIME = function("timerfd_gettime", 2);
    private static final MethodHandle MMAP = function("mmap", 6);
    private static final MethodHandle MUNMAP = function("munmap", 2);
    private static final MethodHandle MPROTECT = function("mprotect", 3);
    private static final MethodHandle MADVISE = function("madvise", 3);
    private static final MethodHandle MLOCK = function("mlock", 2);
    private static final MethodHandle MUNLOCK = function("munlock", 2);
    private static final MethodHandle SCHED_SETAFFINITY = function("sched_setaffinity", 3);
    private static final MethodHandle SCHED_GETAFFINITY = function("sched_getaffinity", 3);
    private static final MethodHandle SCHED_GETCPU = function("sched_getcpu", 0);
    private static final MethodHandle GETTID = function("gettid", 0);
    private static final MethodHandle GETPPID = function("getppid", 0);
    private static final MethodHandle PRCTL = variadic("prctl", 5, 1);
    private static final MethodHandle GETRLIMIT = function("getrlimit", 2);
    private static final MethodHandle SETRLIMIT = function("setrlimit", 2);
    private static final MethodHandle SYSCONF = function("sysconf", 1);
    private static final MethodHandle UNSHARE = function("unshare", 1);
    private static final MethodHandle SETNS = function("setns", 2);
    private static final MethodHandle MOUNT = function("mount", 5);
    private static final MethodHandle UMOUNT2 = function("umount2", 2);
    private static final MethodHandle SYSCALL = variadic("syscall", 7, 1);
    private static final MethodHandle SOCKET = function("socket", 3);
    private static final MethodHandle SOCKETPAIR = function("socketpair", 4);
    private static final MethodHandle BIND = function("bind", 3);
    private static final MethodHandle CONNECT = function("connect", 3);
    private static final MethodHandle LISTEN = function("listen", 2);
    private static final MethodHandle ACCEPT4 = function("accept4", 4);
    private static final MethodHandle SHUTDOWN = function("shutdown", 2);
    private static final MethodHandle SEND = function("send", 4);
    private static final MethodHandle RECV = function("recv", 4);
    private static final MethodHandle SENDTO = function("sendto", 6);
    private static final MethodHandle RECVFROM = function("recvfrom", 6);
    private static final MethodHandle SENDMSG = function("sendmsg", 3);
    private static final MethodHandle RECVMSG = function("recvmsg", 3);
    private static final MethodHandle SENDMMSG = function("sendmmsg", 4);
    private static final MethodHandle RECVMMSG = function("recvmmsg", 5);
    private static final MethodHandle SETSOCKOPT = function("setsockopt", 5);
    private static final MethodHandle GETSOCKOPT = function("getsockopt", 5);
    private static final MethodHandle GETSOCKNAME = function("getsockname", 3);
    private static final MethodHandle GETPEERNAME = function("getpeername", 3);
    private static final MethodHandle IF_NAMETOINDEX = function("if_nametoindex", 1);

    private Libc() {
    }

    private static MethodHandle function(final String name, final int arguments) {
        return link(name, arguments, Linker.Option.captureCallState("errno"));
    }

    private static MethodHandle variadic(final String name, final int arguments, final int firstVariadic) {
        return link(name, arguments, Linker.Option.captureCallState("errno"), Linker.Option.firstVariadicArg(firstVariadic));
    }

    private static MethodHandle link(final String name, final int arguments, final Linker.Option... options) {
        NativeAccess.requireForLinking();
        final MemoryLayout[] longs = new MemoryLayout[arguments];
        Arrays.fill(longs, ValueLayout.JAVA_LONG);
        final Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
            linker.defaultLookup().find(name).orElseThrow(() -> new LinkageError("the C library has no function " + name)),
            FunctionDescriptor.of(ValueLayout.JAVA_LONG, longs), options);
    }

    private static int intResult(final CallState state, final long result) {
        final int value = (int) result;
        return value != -1 ? value : -state.errno();
    }

    private static long longResult(final CallState state, final long result) {
        return result != -1 ? result : -state.errno();
    }

    // Nothing is thrown by a downcall whose arguments have the right types.
    private static AssertionError impossible(final Throwable cause) {
        return new AssertionError(cause);
    }

    // ---- files and descriptors ----

    /// Opens a file; see open(2). `path` is the address of a zero-terminated string.
    ///
    /// @return the descriptor, or `-errno`
    public static int open(final CallState state, final long path, final int flags, final int mode) {
        try {
            return intResult(state, (long) OPEN.invokeExact(state.segment, path, (long) flags, (long) mode));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Closes a descriptor; see close(2).
    ///
    /// @return 0, or `-errno`
    public static int close(final CallState state, final int fd) {
        try {
            return intResult(state, (long) CLOSE.invokeExact(state.segment, (long) fd));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Reads from a descriptor; see read(2).
    ///
    /// @return bytes read, or `-errno`
    public static long read(final CallState state, final int fd, final long address, final long length) {
        try {
            return longResult(state, (long) READ.invokeExact(state.segment, (long) fd, address, length));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Writes to a descriptor; see write(2).
    ///
    /// @return bytes written, or `-errno`
    public static long write(final CallState state, final int fd, final long address, final long length) {
        try {
            return longResult(state, (long) WRITE.invokeExact(state.segment, (long) fd, address, length));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Reads into several buffers; see readv(2). `vectors` is the address of an array of [Iovec].
    ///
    /// @return bytes read, or `-errno`
    public static long readv(final CallState state, final int fd, final long vectors, final int count) {
        try {
            return longResult(state, (long) READV.invokeExact(state.segment, (long) fd, vectors, (long) count));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Writes several buffers at once; see writev(2). `vectors` is the address of an array of [Iovec].
    ///
    /// @return bytes written, or `-errno`
    public static long writev(final CallState state, final int fd, final long vectors, final int count) {
        try {
            return longResult(state, (long) WRITEV.invokeExact(state.segment, (long) fd, vectors, (long) count));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Reads at an offset of a file; see pread(2).
    ///
    /// @return bytes read, or `-errno`
    public static long pread(final CallState state, final int fd, final long address, final long length, final long offset) {
        try {
            return longResult(state, (long) PREAD.invokeExact(state.segment, (long) fd, address, length, offset));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Writes at an offset of a file; see pwrite(2).
    ///
    /// @return bytes written, or `-errno`
    public static long pwrite(final CallState state, final int fd, final long address, final long length, final long offset) {
        try {
            return longResult(state, (long) PWRITE.invokeExact(state.segment, (long) fd, address, length, offset));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Moves the position of a descriptor; see lseek(2).
    ///
    /// @return the new position, or `-errno`
    public static long lseek(final CallState state, final int fd, final long offset, final int whence) {
        try {
            return longResult(state, (long) LSEEK.invokeExact(state.segment, (long) fd, offset, (long) whence));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Controls a device; see ioctl(2). `argument` is an address or a value, as the request says.
    ///
    /// @return what the request returns, or `-errno`
    public static int ioctl(final CallState state, final int fd, final long request, final long argument) {
        try {
            return intResult(state, (long) IOCTL.invokeExact(state.segment, (long) fd, request, argument));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Changes a descriptor; see fcntl(2).
    ///
    /// @return what the command returns, or `-errno`
    public static int fcntl(final CallState state, final int fd, final int command, final long argument) {
        try {
            return intResult(state, (long) FCNTL.invokeExact(state.segment, (long) fd, (long) command, argument));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Locks an open file; see flock(2).
    ///
    /// @return 0, or `-errno`
    public static int flock(final CallState state, final int fd, final int operation) {
        try {
            return intResult(state, (long) FLOCK.invokeExact(state.segment, (long) fd, (long) operation));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Duplicates a descriptor, without the close-on-exec flag; see dup(2). [Fd#dup] sets the flag.
    ///
    /// @return the new descriptor, or `-errno`
    public static int dup(final CallState state, final int fd) {
        try {
            return intResult(state, (long) DUP.invokeExact(state.segment, (long) fd));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Sets the length of a file; see ftruncate(2).
    ///
    /// @return 0, or `-errno`
    public static int ftruncate(final CallState state, final int fd, final long length) {
        try {
            return intResult(state, (long) FTRUNCATE.invokeExact(state.segment, (long) fd, length));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Removes a name from the file system; see unlink(2).
    ///
    /// @return 0, or `-errno`
    public static int unlink(final CallState state, final long path) {
        try {
            return intResult(state, (long) UNLINK.invokeExact(state.segment, path));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Creates a pipe; see pipe2(2). `fds` is the address of two ints.
    ///
    /// @return 0, or `-errno`
    public static int pipe2(final CallState state, final long fds, final int flags) {
        try {
            return intResult(state, (long) PIPE2.invokeExact(state.segment, fds, (long) flags));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Creates an event counter; see eventfd(2).
    ///
    /// @return the descriptor, or `-errno`
    public static int eventfd(final CallState state, final int initial, final int flags) {
        try {
            return intResult(state, (long) EVENTFD.invokeExact(state.segment, (long) initial, (long) flags));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Creates an anonymous file; see memfd_create(2). `name` is the address of a zero-terminated string.
    ///
    /// @return the descriptor, or `-errno`
    public static int memfdCreate(final CallState state, final long name, final int flags) {
        try {
            return intResult(state, (long) MEMFD_CREATE.invokeExact(state.segment, name, (long) flags));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    // ---- waiting ----

    /// Waits for descriptors; see poll(2). `fds` is the address of an array of [PollFd].
    ///
    /// @return the number of entries with events, 0 after the timeout, or `-errno`
    public static int poll(final CallState state, final long fds, final long count, final int timeoutMs) {
        try {
            return intResult(state, (long) POLL.invokeExact(state.segment, fds, count, (long) timeoutMs));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Creates an epoll instance; see epoll_create1(2).
    ///
    /// @return the descriptor, or `-errno`
    public static int epollCreate1(final CallState state, final int flags) {
        try {
            return intResult(state, (long) EPOLL_CREATE1.invokeExact(state.segment, (long) flags));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Adds, changes or removes a descriptor; see epoll_ctl(2). `event` is the address of an `epoll_event`.
    ///
    /// @return 0, or `-errno`
    public static int epollCtl(final CallState state, final int epfd, final int operation, final int fd, final long event) {
        try {
            return intResult(state, (long) EPOLL_CTL.invokeExact(state.segment, (long) epfd, (long) operation, (long) fd, event));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Waits for events; see epoll_wait(2). `events` is the address of an array of `epoll_event`.
    ///
    /// @return the number of events, 0 after the timeout, or `-errno`
    public static int epollWait(final CallState state, final int epfd, final long events, final int maxEvents, final int timeoutMs) {
        try {
            return intResult(state, (long) EPOLL_WAIT.invokeExact(state.segment, (long) epfd, events, (long) maxEvents, (long) timeoutMs));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Creates a timer; see timerfd_create(2).
    ///
    /// @return the descriptor, or `-errno`
    public static int timerfdCreate(final CallState state, final int clock, final int flags) {
        try {
            return intResult(state, (long) TIMERFD_CREATE.invokeExact(state.segment, (long) clock, (long) flags));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Arms or disarms a timer; see timerfd_settime(2). `now` and `old` are addresses of `itimerspec`, `old` may be 0.
    ///
    /// @return 0, or `-errno`
    public static int timerfdSettime(final CallState state, final int fd, final int flags, final long now, final long old) {
        try {
            return intResult(state, (long) TIMERFD_SETTIME.invokeExact(state.segment, (long) fd, (long) flags, now, old));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Tells when a timer expires next; see timerfd_gettime(2).
    ///
    /// @return 0, or `-errno`
    public static int timerfdGettime(final CallState state, final int fd, final long current) {
        try {
            return intResult(state, (long) TIMERFD_GETTIME.invokeExact(state.segment, (long) fd, current));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    // ---- memory ----

    /// Maps memory; see mmap(2).
    ///
    /// @return the address, or `-errno`
    public static long mmap(
            final CallState state, final long address, final long length, final int protection, final int flags, final int fd, final long offset) {
        try {
            return longResult(state,
                (long) MMAP.invokeExact(state.segment, address, length, (long) protection, (long) flags, (long) fd, offset));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Unmaps memory; see munmap(2).
    ///
    /// @return 0, or `-errno`
    public static int munmap(final CallState state, final long address, final long length) {
        try {
            return intResult(state, (long) MUNMAP.invokeExact(state.segment, address, length));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Changes the protection of memory; see mprotect(2).
    ///
    /// @return 0, or `-errno`
    public static int mprotect(final CallState state, final long address, final long length, final int protection) {
        try {
            return intResult(state, (long) MPROTECT.invokeExact(state.segment, address, length, (long) protection));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Gives advice about the use of memory; see madvise(2).
    ///
    /// @return 0, or `-errno`
    public static int madvise(final CallState state, final long address, final long length, final int advice) {
        try {
            return intResult(state, (long) MADVISE.invokeExact(state.segment, address, length, (long) advice));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Locks memory; see mlock(2).
    ///
    /// @return 0, or `-errno`
    public static int mlock(final CallState state, final long address, final long length) {
        try {
            return intResult(state, (long) MLOCK.invokeExact(state.segment, address, length));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Unlocks memory; see munlock(2).
    ///
    /// @return 0, or `-errno`
    public static int munlock(final CallState state, final long address, final long length) {
        try {
            return intResult(state, (long) MUNLOCK.invokeExact(state.segment, address, length));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    // ---- threads, processes, limits ----

    /// Chooses the processors of a thread, 0 for the calling one; see sched_setaffinity(2).
    ///
    /// @return 0, or `-errno`
    public static int schedSetaffinity(final CallState state, final int tid, final long length, final long mask) {
        try {
            return intResult(state, (long) SCHED_SETAFFINITY.invokeExact(state.segment, (long) tid, length, mask));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Tells the processors of a thread, 0 for the calling one; see sched_getaffinity(2).
    ///
    /// @return 0, or `-errno`
    public static int schedGetaffinity(final CallState state, final int tid, final long length, final long mask) {
        try {
            return intResult(state, (long) SCHED_GETAFFINITY.invokeExact(state.segment, (long) tid, length, mask));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Tells the processor that runs the calling thread; see sched_getcpu(3).
    ///
    /// @return the processor, or `-errno`
    public static int schedGetcpu(final CallState state) {
        try {
            return intResult(state, (long) SCHED_GETCPU.invokeExact(state.segment));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Tells the kernel's number of the calling thread; see gettid(2).
    ///
    /// @return the number
    public static int gettid(final CallState state) {
        try {
            return intResult(state, (long) GETTID.invokeExact(state.segment));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Tells the process number of the parent; see getppid(2).
    ///
    /// @return the number
    public static int getppid(final CallState state) {
        try {
            return intResult(state, (long) GETPPID.invokeExact(state.segment));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Operates on the process or thread; see prctl(2).
    ///
    /// @return what the operation returns, or `-errno`
    public static int prctl(final CallState state, final int operation, final long a, final long b, final long c, final long d) {
        try {
            return intResult(state, (long) PRCTL.invokeExact(state.segment, (long) operation, a, b, c, d));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Tells a limit; see getrlimit(2). `limit` is the address of two longs: soft and hard.
    ///
    /// @return 0, or `-errno`
    public static int getrlimit(final CallState state, final int resource, final long limit) {
        try {
            return intResult(state, (long) GETRLIMIT.invokeExact(state.segment, (long) resource, limit));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Sets a limit; see setrlimit(2). `limit` is the address of two longs: soft and hard.
    ///
    /// @return 0, or `-errno`
    public static int setrlimit(final CallState state, final int resource, final long limit) {
        try {
            return intResult(state, (long) SETRLIMIT.invokeExact(state.segment, (long) resource, limit));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Tells a value of the configuration; see sysconf(3).
    ///
    /// @return the value, or `-errno`
    public static long sysconf(final CallState state, final int name) {
        try {
            return longResult(state, (long) SYSCONF.invokeExact(state.segment, (long) name));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Moves the calling thread into new namespaces; see unshare(2).
    ///
    /// @return 0, or `-errno`
    public static int unshare(final CallState state, final int flags) {
        try {
            return intResult(state, (long) UNSHARE.invokeExact(state.segment, (long) flags));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Moves the calling thread into the namespace behind a descriptor; see setns(2).
    ///
    /// @return 0, or `-errno`
    public static int setns(final CallState state, final int fd, final int type) {
        try {
            return intResult(state, (long) SETNS.invokeExact(state.segment, (long) fd, (long) type));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Mounts a file system; see mount(2). All but `flags` are addresses of strings, or 0.
    ///
    /// @return 0, or `-errno`
    public static int mount(
            final CallState state, final long source, final long target, final long type, final long flags, final long data) {
        try {
            return intResult(state, (long) MOUNT.invokeExact(state.segment, source, target, type, flags, data));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Unmounts a file system; see umount2(2).
    ///
    /// @return 0, or `-errno`
    public static int umount2(final CallState state, final long target, final int flags) {
        try {
            return intResult(state, (long) UMOUNT2.invokeExact(state.segment, target, (long) flags));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Makes a call that the C library has no function for; see syscall(2). The six arguments follow the number.
    ///
    /// @return the result, or `-errno`
    public static long syscall(
            final CallState state, final long number, final long a, final long b, final long c, final long d, final long e, final long f) {
        try {
            return longResult(state, (long) SYSCALL.invokeExact(state.segment, number, a, b, c, d, e, f));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    // ---- sockets ----

    /// Creates a socket; see socket(2).
    ///
    /// @return the descriptor, or `-errno`
    public static int socket(final CallState state, final int domain, final int type, final int protocol) {
        try {
            return intResult(state, (long) SOCKET.invokeExact(state.segment, (long) domain, (long) type, (long) protocol));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Creates two connected sockets; see socketpair(2). `fds` is the address of two ints.
    ///
    /// @return 0, or `-errno`
    public static int socketpair(final CallState state, final int domain, final int type, final int protocol, final long fds) {
        try {
            return intResult(state, (long) SOCKETPAIR.invokeExact(state.segment, (long) domain, (long) type, (long) protocol, fds));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Names a socket; see bind(2).
    ///
    /// @return 0, or `-errno`
    public static int bind(final CallState state, final int fd, final long socketAddress, final int length) {
        try {
            return intResult(state, (long) BIND.invokeExact(state.segment, (long) fd, socketAddress, (long) length));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Connects a socket; see connect(2).
    ///
    /// @return 0, or `-errno`
    public static int connect(final CallState state, final int fd, final long socketAddress, final int length) {
        try {
            return intResult(state, (long) CONNECT.invokeExact(state.segment, (long) fd, socketAddress, (long) length));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Lets a socket accept connections; see listen(2).
    ///
    /// @return 0, or `-errno`
    public static int listen(final CallState state, final int fd, final int backlog) {
        try {
            return intResult(state, (long) LISTEN.invokeExact(state.segment, (long) fd, (long) backlog));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Accepts a connection; see accept4(2). `socketAddress` and `length` may be 0.
    ///
    /// @return the descriptor, or `-errno`
    public static int accept4(final CallState state, final int fd, final long socketAddress, final long length, final int flags) {
        try {
            return intResult(state, (long) ACCEPT4.invokeExact(state.segment, (long) fd, socketAddress, length, (long) flags));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Ends one or both directions of a connection; see shutdown(2).
    ///
    /// @return 0, or `-errno`
    public static int shutdown(final CallState state, final int fd, final int how) {
        try {
            return intResult(state, (long) SHUTDOWN.invokeExact(state.segment, (long) fd, (long) how));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Sends on a connected socket; see send(2).
    ///
    /// @return bytes sent, or `-errno`
    public static long send(final CallState state, final int fd, final long address, final long length, final int flags) {
        try {
            return longResult(state, (long) SEND.invokeExact(state.segment, (long) fd, address, length, (long) flags));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Receives from a connected socket; see recv(2).
    ///
    /// @return bytes received, or `-errno`
    public static long recv(final CallState state, final int fd, final long address, final long length, final int flags) {
        try {
            return longResult(state, (long) RECV.invokeExact(state.segment, (long) fd, address, length, (long) flags));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Sends to an address; see sendto(2).
    ///
    /// @return bytes sent, or `-errno`
    public static long sendto(
            final CallState state, final int fd, final long address, final long length, final int flags, final long socketAddress, final int addressLength) {
        try {
            return longResult(state,
                (long) SENDTO.invokeExact(state.segment, (long) fd, address, length, (long) flags, socketAddress, (long) addressLength));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Receives, and tells from whom; see recvfrom(2). `socketAddress` and `addressLength` (the address of an int) may be 0.
    ///
    /// @return bytes received, or `-errno`
    public static long recvfrom(
            final CallState state, final int fd, final long address, final long length, final int flags, final long socketAddress, final long addressLength) {
        try {
            return longResult(state,
                (long) RECVFROM.invokeExact(state.segment, (long) fd, address, length, (long) flags, socketAddress, addressLength));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Sends with control data; see sendmsg(2). `message` is the address of a [MsgHdr].
    ///
    /// @return bytes sent, or `-errno`
    public static long sendmsg(final CallState state, final int fd, final long message, final int flags) {
        try {
            return longResult(state, (long) SENDMSG.invokeExact(state.segment, (long) fd, message, (long) flags));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Receives with control data; see recvmsg(2). `message` is the address of a [MsgHdr].
    ///
    /// @return bytes received, or `-errno`
    public static long recvmsg(final CallState state, final int fd, final long message, final int flags) {
        try {
            return longResult(state, (long) RECVMSG.invokeExact(state.segment, (long) fd, message, (long) flags));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Sends several messages; see sendmmsg(2). `messages` is the address of an array of `mmsghdr`.
    ///
    /// @return messages sent, or `-errno`
    public static int sendmmsg(final CallState state, final int fd, final long messages, final int count, final int flags) {
        try {
            return intResult(state, (long) SENDMMSG.invokeExact(state.segment, (long) fd, messages, (long) count, (long) flags));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Receives several messages; see recvmmsg(2). `messages` is the address of an array of `mmsghdr`; `timeout` may be 0.
    ///
    /// @return messages received, or `-errno`
    public static int recvmmsg(
            final CallState state, final int fd, final long messages, final int count, final int flags, final long timeout) {
        try {
            return intResult(state, (long) RECVMMSG.invokeExact(state.segment, (long) fd, messages, (long) count, (long) flags, timeout));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Sets an option; see setsockopt(2).
    ///
    /// @return 0, or `-errno`
    public static int setsockopt(
            final CallState state, final int fd, final int level, final int option, final long value, final int length) {
        try {
            return intResult(state,
                (long) SETSOCKOPT.invokeExact(state.segment, (long) fd, (long) level, (long) option, value, (long) length));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Tells an option; see getsockopt(2). `length` is the address of an int.
    ///
    /// @return 0, or `-errno`
    public static int getsockopt(
            final CallState state, final int fd, final int level, final int option, final long value, final long length) {
        try {
            return intResult(state, (long) GETSOCKOPT.invokeExact(state.segment, (long) fd, (long) level, (long) option, value, length));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Tells the own address; see getsockname(2). `length` is the address of an int.
    ///
    /// @return 0, or `-errno`
    public static int getsockname(final CallState state, final int fd, final long socketAddress, final long length) {
        try {
            return intResult(state, (long) GETSOCKNAME.invokeExact(state.segment, (long) fd, socketAddress, length));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Tells the address of the peer; see getpeername(2). `length` is the address of an int.
    ///
    /// @return 0, or `-errno`
    public static int getpeername(final CallState state, final int fd, final long socketAddress, final long length) {
        try {
            return intResult(state, (long) GETPEERNAME.invokeExact(state.segment, (long) fd, socketAddress, length));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }

    /// Tells the number of a network interface; see if_nametoindex(3). `name` is the address of a zero-terminated string.
    ///
    /// @return the number, or `-errno`
    public static int ifNametoindex(final CallState state, final long name) {
        try {
            return intResult(state, (long) IF_NAMETOINDEX.invokeExact(state.segment, name));
        } catch (final Throwable t) {
            throw impossible(t);
        }
    }
}
