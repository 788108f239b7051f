package dev.pollmode.sys;

import java.lang.invoke.MethodHandle;

/// Calls that map, protect and lock memory; [CallState] says what holds of all.
public final class MemoryCalls {
    private static final MethodHandle MMAP = Downcall.function("mmap", 6);
    private static final MethodHandle MUNMAP = Downcall.function("munmap", 2);
    private static final MethodHandle MPROTECT = Downcall.function("mprotect", 3);
    private static final MethodHandle MADVISE = Downcall.function("madvise", 3);
    private static final MethodHandle MLOCK = Downcall.function("mlock", 2);
    private static final MethodHandle MUNLOCK = Downcall.function("munlock", 2);

    private MemoryCalls() {
    }

    /// Maps memory; see mmap(2).
    ///
    /// @return the address, or `-errno`
    public static long mmap(
            final CallState state, final long address, final long length, final int protection, final int flags, final int fd, final long offset) {
        try {
            return Downcall.longResult(state,
                (long) MMAP.invokeExact(state.segment, address, length, (long) protection, (long) flags, (long) fd, offset));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Unmaps memory; see munmap(2).
    ///
    /// @return 0, or `-errno`
    public static int munmap(final CallState state, final long address, final long length) {
        try {
            return Downcall.intResult(state, (long) MUNMAP.invokeExact(state.segment, address, length));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Changes the protection of memory; see mprotect(2).
    ///
    /// @return 0, or `-errno`
    public static int mprotect(final CallState state, final long address, final long length, final int protection) {
        try {
            return Downcall.intResult(state, (long) MPROTECT.invokeExact(state.segment, address, length, (long) protection));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Gives advice about the use of memory; see madvise(2).
    ///
    /// @return 0, or `-errno`
    public static int madvise(final CallState state, final long address, final long length, final int advice) {
        try {
            return Downcall.intResult(state, (long) MADVISE.invokeExact(state.segment, address, length, (long) advice));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Locks memory; see mlock(2).
    ///
    /// @return 0, or `-errno`
    public static int mlock(final CallState state, final long address, final long length) {
        try {
            return Downcall.intResult(state, (long) MLOCK.invokeExact(state.segment, address, length));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Unlocks memory; see munlock(2).
    ///
    /// @return 0, or `-errno`
    public static int munlock(final CallState state, final long address, final long length) {
        try {
            return Downcall.intResult(state, (long) MUNLOCK.invokeExact(state.segment, address, length));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }
}
