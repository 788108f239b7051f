package dev.pollmode.sys;

import java.lang.invoke.MethodHandle;

/// Calls that wait for descriptors and for time; [CallState] says what holds of all.
public final class WaitCalls {
    private static final MethodHandle POLL = Downcall.function("poll", 3);
    private static final MethodHandle EPOLL_CREATE1 = Downcall.function("epoll_create1", 1);
    private static final MethodHandle EPOLL_CTL = Downcall.function("epoll_ctl", 4);
    private static final MethodHandle EPOLL_WAIT = Downcall.function("epoll_wait", 4);
    private static final MethodHandle TIMERFD_CREATE = Downcall.function("timerfd_create", 2);
    private static final MethodHandle TIMERFD_SETTIME = Downcall.function("timerfd_settime", 4);
    private static final MethodHandle TIMERFD_GETTIME = Downcall.function("timerfd_gettime", 2);

    private WaitCalls() {
    }

    /// Waits for descriptors; see poll(2). `fds` is the address of an array of [PollFd].
    ///
    /// @return the number of entries with events, 0 after the timeout, or `-errno`
    public static int poll(final CallState state, final long fds, final long count, final int timeoutMs) {
        try {
            return Downcall.intResult(state, (long) POLL.invokeExact(state.segment, fds, count, (long) timeoutMs));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Creates an epoll instance; see epoll_create1(2).
    ///
    /// @return the descriptor, or `-errno`
    public static int epollCreate1(final CallState state, final int flags) {
        try {
            return Downcall.intResult(state, (long) EPOLL_CREATE1.invokeExact(state.segment, (long) flags));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Adds, changes or removes a descriptor; see epoll_ctl(2). `event` is the address of an `epoll_event`.
    ///
    /// @return 0, or `-errno`
    public static int epollCtl(final CallState state, final int epfd, final int operation, final int fd, final long event) {
        try {
            return Downcall.intResult(state, (long) EPOLL_CTL.invokeExact(state.segment, (long) epfd, (long) operation, (long) fd, event));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Waits for events; see epoll_wait(2). `events` is the address of an array of `epoll_event`.
    ///
    /// @return the number of events, 0 after the timeout, or `-errno`
    public static int epollWait(final CallState state, final int epfd, final long events, final int maxEvents, final int timeoutMs) {
        try {
            return Downcall.intResult(state, (long) EPOLL_WAIT.invokeExact(state.segment, (long) epfd, events, (long) maxEvents, (long) timeoutMs));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Creates a timer; see timerfd_create(2).
    ///
    /// @return the descriptor, or `-errno`
    public static int timerfdCreate(final CallState state, final int clock, final int flags) {
        try {
            return Downcall.intResult(state, (long) TIMERFD_CREATE.invokeExact(state.segment, (long) clock, (long) flags));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Arms or disarms a timer; see timerfd_settime(2). `now` and `old` are addresses of `itimerspec`, `old` may be 0.
    ///
    /// @return 0, or `-errno`
    public static int timerfdSettime(final CallState state, final int fd, final int flags, final long now, final long old) {
        try {
            return Downcall.intResult(state, (long) TIMERFD_SETTIME.invokeExact(state.segment, (long) fd, (long) flags, now, old));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Tells when a timer expires next; see timerfd_gettime(2).
    ///
    /// @return 0, or `-errno`
    public static int timerfdGettime(final CallState state, final int fd, final long current) {
        try {
            return Downcall.intResult(state, (long) TIMERFD_GETTIME.invokeExact(state.segment, (long) fd, current));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }
}
