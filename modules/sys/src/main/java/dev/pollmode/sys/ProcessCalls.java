package dev.pollmode.sys;

import java.lang.invoke.MethodHandle;

/// Calls about threads and processes: where they run, what they may use, which namespaces they see; [CallState] says
/// what holds of all.
public final class ProcessCalls {
    private static final MethodHandle SCHED_SETAFFINITY = Downcall.function("sched_setaffinity", 3);
    private static final MethodHandle SCHED_GETAFFINITY = Downcall.function("sched_getaffinity", 3);
    private static final MethodHandle SCHED_GETCPU = Downcall.function("sched_getcpu", 0);
    private static final MethodHandle GETTID = Downcall.function("gettid", 0);
    private static final MethodHandle GETPPID = Downcall.function("getppid", 0);
    private static final MethodHandle PRCTL = Downcall.variadic("prctl", 5, 1);
    private static final MethodHandle GETRLIMIT = Downcall.function("getrlimit", 2);
    private static final MethodHandle SETRLIMIT = Downcall.function("setrlimit", 2);
    private static final MethodHandle SYSCONF = Downcall.function("sysconf", 1);
    private static final MethodHandle UNSHARE = Downcall.function("unshare", 1);
    private static final MethodHandle SETNS = Downcall.function("setns", 2);
    private static final MethodHandle MOUNT = Downcall.function("mount", 5);
    private static final MethodHandle UMOUNT2 = Downcall.function("umount2", 2);

    private ProcessCalls() {
    }

    /// Chooses the processors of a thread, 0 for the calling one; see sched_setaffinity(2).
    ///
    /// @return 0, or `-errno`
    public static int schedSetaffinity(final CallState state, final int tid, final long length, final long mask) {
        try {
            return Downcall.intResult(state, (long) SCHED_SETAFFINITY.invokeExact(state.segment, (long) tid, length, mask));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Tells the processors of a thread, 0 for the calling one; see sched_getaffinity(2).
    ///
    /// @return 0, or `-errno`
    public static int schedGetaffinity(final CallState state, final int tid, final long length, final long mask) {
        try {
            return Downcall.intResult(state, (long) SCHED_GETAFFINITY.invokeExact(state.segment, (long) tid, length, mask));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Tells the processor that runs the calling thread; see sched_getcpu(3).
    ///
    /// @return the processor, or `-errno`
    public static int schedGetcpu(final CallState state) {
        try {
            return Downcall.intResult(state, (long) SCHED_GETCPU.invokeExact(state.segment));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Tells the kernel's number of the calling thread; see gettid(2).
    ///
    /// @return the number
    public static int gettid(final CallState state) {
        try {
            return Downcall.intResult(state, (long) GETTID.invokeExact(state.segment));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Tells the process number of the parent; see getppid(2).
    ///
    /// @return the number
    public static int getppid(final CallState state) {
        try {
            return Downcall.intResult(state, (long) GETPPID.invokeExact(state.segment));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Operates on the process or thread; see prctl(2).
    ///
    /// @return what the operation returns, or `-errno`
    public static int prctl(final CallState state, final int operation, final long a, final long b, final long c, final long d) {
        try {
            return Downcall.intResult(state, (long) PRCTL.invokeExact(state.segment, (long) operation, a, b, c, d));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Tells a limit; see getrlimit(2). `limit` is the address of two longs: soft and hard.
    ///
    /// @return 0, or `-errno`
    public static int getrlimit(final CallState state, final int resource, final long limit) {
        try {
            return Downcall.intResult(state, (long) GETRLIMIT.invokeExact(state.segment, (long) resource, limit));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Sets a limit; see setrlimit(2). `limit` is the address of two longs: soft and hard.
    ///
    /// @return 0, or `-errno`
    public static int setrlimit(final CallState state, final int resource, final long limit) {
        try {
            return Downcall.intResult(state, (long) SETRLIMIT.invokeExact(state.segment, (long) resource, limit));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Tells a value of the configuration; see sysconf(3).
    ///
    /// @return the value, or `-errno`
    public static long sysconf(final CallState state, final int name) {
        try {
            return Downcall.longResult(state, (long) SYSCONF.invokeExact(state.segment, (long) name));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Moves the calling thread into new namespaces; see unshare(2).
    ///
    /// @return 0, or `-errno`
    public static int unshare(final CallState state, final int flags) {
        try {
            return Downcall.intResult(state, (long) UNSHARE.invokeExact(state.segment, (long) flags));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Moves the calling thread into the namespace behind a descriptor; see setns(2).
    ///
    /// @return 0, or `-errno`
    public static int setns(final CallState state, final int fd, final int type) {
        try {
            return Downcall.intResult(state, (long) SETNS.invokeExact(state.segment, (long) fd, (long) type));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Mounts a file system; see mount(2). All but `flags` are addresses of strings, or 0.
    ///
    /// @return 0, or `-errno`
    public static int mount(
            final CallState state, final long source, final long target, final long type, final long flags, final long data) {
        try {
            return Downcall.intResult(state, (long) MOUNT.invokeExact(state.segment, source, target, type, flags, data));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Unmounts a file system; see umount2(2).
    ///
    /// @return 0, or `-errno`
    public static int umount2(final CallState state, final long target, final int flags) {
        try {
            return Downcall.intResult(state, (long) UMOUNT2.invokeExact(state.segment, target, (long) flags));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }
}
