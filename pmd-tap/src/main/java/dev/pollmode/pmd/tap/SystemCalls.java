package dev.pollmode.pmd.tap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// How many system calls the bursts of one queue made: written by the thread that polls the queue, read by any.
///
/// It outlives the queue: when the port is configured anew it goes on.
final class SystemCalls {
    private static final VarHandle COUNT;

    static {
        try {
            COUNT = MethodHandles.lookup().findVarHandle(SystemCalls.class, "count", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long count;

    void add(final int calls) {
        // Opaque: one writer; a reader sees each value whole and sooner or later.
        COUNT.setOpaque(this, count + calls);
    }

    long count() {
        return (long) COUNT.getOpaque(this);
    }
}
