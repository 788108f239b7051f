package dev.pollmode.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.invoke.VarHandle;

/// The cell in which a system call leaves its `errno`.
///
/// One per queue or thread: two threads must not share one. It lives as long as the JVM (a few bytes),
/// so that no call ever writes into freed memory.
public final class CallState {
    private static final VarHandle ERRNO =
        Linker.Option.captureStateLayout().varHandle(PathElement.groupElement("errno"));
    private static final ThreadLocal<CallState> CURRENT = ThreadLocal.withInitial(CallState::create);

    final MemorySegment segment;

    private CallState(final MemorySegment segment) {
        this.segment = segment;
    }

    /// {@return a new cell, for one queue or thread}
    public static CallState create() {
        return new CallState(Arena.global().allocate(Linker.Option.captureStateLayout().byteSize(), ValueLayout.JAVA_LONG.byteAlignment()));
    }

    /// {@return the cell of the calling thread, for calls of the control plane}
    public static CallState current() {
        return CURRENT.get();
    }

    /// {@return the `errno` of the last call made with this cell that failed}
    public int errno() {
        return (int) ERRNO.get(segment, 0L);
    }
}
