package dev.pollmode.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;

/// A counter to wait for: threads and devices add to it, a waiter sees its descriptor readable; see eventfd(2).
///
/// Non-blocking. Any thread may signal and drain. The forms that take a [CallState] do not allocate.
public final class EventFd implements AutoCloseable {
    private static final int EFD_CLOEXEC = 0x80000;
    private static final int EFD_NONBLOCK = 0x800;

    // Read-only: every signal adds 1, from the same eight bytes.
    private static final long ONE = Arena.global().allocateFrom(ValueLayout.JAVA_LONG, 1).address();

    private final Fd fd;

    private EventFd(final Fd fd) {
        this.fd = fd;
    }

    /// {@return a new counter that stands at 0}
    ///
    /// @throws SysException when the kernel refuses, as with `EMFILE`
    public static EventFd create() {
        return new EventFd(Fd.check(FileCalls.eventfd(CallState.current(), 0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd"));
    }

    /// {@return the descriptor; stays this object's}
    public Fd fd() {
        return fd;
    }

    /// Adds 1 to the counter. Full counters (2^64 - 2) stay as they are: the waiter is awake anyway.
    public void signal() {
        signal(CallState.current());
    }

    /// Adds 1 to the counter.
    ///
    /// @return 8, or `-errno`; `EAGAIN` means that the counter is full and the waiter awake
    public int signal(final CallState state) {
        return (int) FileCalls.write(state, fd.number(), ONE, Long.BYTES);
    }

    /// {@return the counter, which becomes 0; 0 when nobody has signalled}
    public long drain() {
        return drain(CallState.current());
    }

    /// {@return the counter, which becomes 0; 0 when nobody has signalled}
    public long drain(final CallState state) {
        final long count = FileCalls.read(state, fd.number(), state.scratch, Long.BYTES);
        return count == Long.BYTES ? Mem.getLong(state.scratch) : 0;
    }

    /// Waits until the counter is not 0; leaves it as it is.
    ///
    /// @param timeoutMs how long at most, -1 for ever
    /// @return whether it was signalled in time
    public boolean await(final int timeoutMs) {
        return Poll.readable(fd.number(), timeoutMs);
    }

    @Override
    public void close() {
        fd.close();
    }
}
