package dev.pollmode.sys;

import java.lang.foreign.Arena;
import java.util.Objects;

/// Waits for many descriptors; see epoll(7).
///
/// Any thread may add, change and remove descriptors; one thread waits and reads the events. [#close()] comes after
/// that thread has left [#await(int)]: it frees what the kernel writes to. Waiting does not allocate.
///
/// | field of `epoll_event` | offset on x86-64 (packed) | elsewhere | size |
/// |------------------------|--------------------------:|----------:|-----:|
/// | `events`               |                         0 |         0 |    4 |
/// | `data`                 |                         4 |         8 |    8 |
public final class Epoll implements AutoCloseable {
    /// There is something to read.
    public static final int EPOLLIN = 0x001;
    /// Something urgent to read.
    public static final int EPOLLPRI = 0x002;
    /// Writing will not wait.
    public static final int EPOLLOUT = 0x004;
    /// An error; reported whether asked or not.
    public static final int EPOLLERR = 0x008;
    /// The peer is gone; reported whether asked or not.
    public static final int EPOLLHUP = 0x010;
    /// The peer will send no more.
    public static final int EPOLLRDHUP = 0x2000;
    /// One event, then silence until [#modify].
    public static final int EPOLLONESHOT = 1 << 30;
    /// An event for each change only.
    public static final int EPOLLET = 1 << 31;

    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_DEL = 2;
    private static final int EPOLL_CTL_MOD = 3;

    static final boolean PACKED = System.getProperty("os.arch").equals("amd64");
    static final int DATA = PACKED ? 4 : 8;
    static final int EVENT_SIZE = PACKED ? 12 : 16;

    private final Fd fd;
    private final int capacity;
    private final Arena arena = Arena.ofShared();
    private final long events;

    private Epoll(final Fd fd, final int capacity) {
        this.fd = fd;
        this.capacity = capacity;
        events = arena.allocate((long) capacity * EVENT_SIZE, 8).address();
    }

    /// {@return a new instance}
    ///
    /// @param capacity events that one call of [#await(int)] can bring, at least 1
    /// @throws SysException when the kernel refuses, as with `EMFILE`
    public static Epoll create(final int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity of an epoll instance must be positive: " + capacity);
        }
        return new Epoll(Fd.check(WaitCalls.epollCreate1(CallState.current(), EPOLL_CLOEXEC), "epoll_create1"), capacity);
    }

    /// Waits for events of a descriptor.
    ///
    /// @param target the descriptor; remove it before it is closed
    /// @param interest the `EPOLL` constants, or-ed
    /// @param data   what [#data(int)] tells with its events
    /// @throws SysException with `EEXIST` when it was added before, `EPERM` when it cannot be waited for
    public void add(final int target, final int interest, final long data) {
        control(EPOLL_CTL_ADD, "EPOLL_CTL_ADD", target, interest, data);
    }

    /// Changes what is waited for.
    ///
    /// @param target   the descriptor
    /// @param interest the `EPOLL` constants, or-ed
    /// @param data     what [#data(int)] tells with its events
    /// @throws SysException with `ENOENT` when it was never added
    public void modify(final int target, final int interest, final long data) {
        control(EPOLL_CTL_MOD, "EPOLL_CTL_MOD", target, interest, data);
    }

    /// Waits no longer for a descriptor. An event that [#await(int)] has brought stays brought.
    ///
    /// @param target the descriptor
    /// @throws SysException with `ENOENT` when it was never added
    public void remove(final int target) {
        control(EPOLL_CTL_DEL, "EPOLL_CTL_DEL", target, 0, 0);
    }

    /// Waits for events.
    ///
    /// @param timeoutMs how long at most, 0 for a look, -1 for ever
    /// @return the number of events, 0 when none came in time or a signal ended the wait
    /// @throws SysException when the kernel refuses
    public int await(final int timeoutMs) {
        final int count = WaitCalls.epollWait(CallState.current(), fd.number(), events, capacity, timeoutMs);
        if (count < 0 && count != -Errno.EINTR) {
            throw new SysException("epoll_wait", -count, null);
        }
        return Math.max(0, count);
    }

    /// {@return what happened: the `EPOLL` constants, or-ed}
    ///
    /// @param index the number of the event, less than [#await(int)] returned last
    public int events(final int index) {
        return Mem.getInt(event(index));
    }

    /// {@return the data given when the descriptor was added}
    ///
    /// @param index the number of the event, less than [#await(int)] returned last
    public long data(final int index) {
        return Mem.getLong(event(index) + DATA);
    }

    /// {@return the descriptor of the instance, readable while one of those added is ready; it stays owned by the instance}
    public Fd fd() {
        return fd;
    }

    /// Closes the instance; the descriptors added to it stay open.
    @Override
    public void close() {
        if (fd.isOpen()) {
            fd.close();
            arena.close();
        }
    }

    private long event(final int index) {
        return events + (long) Objects.checkIndex(index, capacity) * EVENT_SIZE;
    }

    private void control(final int operation, final String name, final int target, final int interest, final long data) {
        final CallState state = CallState.current();
        Mem.putInt(state.scratch, interest);
        Mem.putLong(state.scratch + DATA, data);
        SysException.check(WaitCalls.epollCtl(state, fd.number(), operation, target, state.scratch), "epoll_ctl(" + name + ", fd " + target + ")");
    }
}
