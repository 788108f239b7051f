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

    private static final long SCRATCH_OFFSET = Math.max(8, Linker.Option.captureStateLayout().byteSize());
    private static final long SCRATCH_SIZE = 64;

    final MemorySegment segment;

    /// The address of 64 bytes for small arguments of a call (counts, times, pairs); valid until the next call.
    final long scratch;

    private CallState(final MemorySegment memory) {
        segment = memory.asSlice(0, Linker.Option.captureStateLayout().byteSize());
        scratch = memory.address() + SCRATCH_OFFSET;
    }

    /// {@return a new cell, for one queue or thread}
    public static CallState create() {
        return new CallState(Arena.global().allocate(SCRATCH_OFFSET + SCRATCH_SIZE, ValueLayout.JAVA_LONG.byteAlignment()));
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
