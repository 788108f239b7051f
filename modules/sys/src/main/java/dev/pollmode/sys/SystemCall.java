package dev.pollmode.sys;

import java.lang.invoke.MethodHandle;

/// Calls that the C library has no function for; [CallState] says what holds of all.
public final class SystemCall {
    private static final MethodHandle SYSCALL = Downcall.variadic("syscall", 7, 1);

    private SystemCall() {
    }

    /// Makes a call that the C library has no function for; see syscall(2). The six arguments follow the number.
    ///
    /// @return the result, or `-errno`
    public static long make(
            final CallState state, final long number, final long a, final long b, final long c, final long d, final long e, final long f) {
        try {
            return Downcall.longResult(state, (long) SYSCALL.invokeExact(state.segment, number, a, b, c, d, e, f));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }
}
