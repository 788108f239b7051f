package dev.pollmode.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.invoke.VarHandle;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The cell in which a system call leaves its `errno`: the first argument of all calls.
///
/// The calls are those of [FileCalls], [MemoryCalls], [ProcessCalls], [SocketCalls], [WaitCalls] and [SystemCall], through the
/// functions of the C library: one line of reason for each, no policy. Each returns the result, or `-errno` where C returns -1.
/// Addresses travel as `long`; nobody checks them. No call allocates.
///
/// One per queue or thread: two threads must not share one. Its memory lives as long as the JVM (a few bytes),
/// so that no call ever writes into freed memory; that of a thread which is gone serves the next one.
public final class CallState {
    private static final VarHandle ERRNO =
        Linker.Option.captureStateLayout().varHandle(PathElement.groupElement("errno"));
    private static final ThreadLocal<CallState> CURRENT = ThreadLocal.withInitial(CallState::lend);
    private static final ReferenceQueue<Thread> GONE = new ReferenceQueue<>();
    private static final Set<Loan> LOANS = ConcurrentHashMap.newKeySet();

    private static final long SCRATCH_OFFSET = Math.max(8, Linker.Option.captureStateLayout().byteSize());
    private static final long SCRATCH_SIZE = 64;

    final MemorySegment segment;

    /// The address of 64 bytes for small arguments of a call (counts, times, pairs); valid until the next call.
    final long scratch;

    /// The memory of a cell that a thread has until it is gone.
    private static final class Loan extends PhantomReference<Thread> {
        private final MemorySegment memory;

        private Loan(final Thread borrower, final MemorySegment memory) {
            super(borrower, GONE);
            this.memory = memory;
        }
    }

    private CallState(final MemorySegment memory) {
        segment = memory.asSlice(0, Linker.Option.captureStateLayout().byteSize());
        scratch = memory.address() + SCRATCH_OFFSET;
    }

    /// {@return a new cell, for one queue or thread}
    public static CallState create() {
        return new CallState(allocate());
    }

    private static MemorySegment allocate() {
        return Arena.global().allocate(SCRATCH_OFFSET + SCRATCH_SIZE, ValueLayout.JAVA_LONG.byteAlignment());
    }

    private static CallState lend() {
        MemorySegment memory = null;
        if (GONE.poll() instanceof final Loan returned) {
            LOANS.remove(returned);
            memory = returned.memory;
        }
        final Loan loan = new Loan(Thread.currentThread(), memory == null ? allocate() : memory);
        LOANS.add(loan);
        // What the thread before left in it.
        loan.memory.fill((byte) 0);
        return new CallState(loan.memory);
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
