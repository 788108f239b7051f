package dev.pollmode.sys;

/// A timer to wait for: its descriptor becomes readable when it expires; see timerfd_create(2).
///
/// Runs by `CLOCK_MONOTONIC`, the clock of [System#nanoTime()]. Non-blocking. One thread arms and reads it at a time.
///
/// | field of `itimerspec` | offset | size |
/// |-----------------------|-------:|-----:|
/// | `it_interval.tv_sec`  |      0 |    8 |
/// | `it_interval.tv_nsec` |      8 |    8 |
/// | `it_value.tv_sec`     |     16 |    8 |
/// | `it_value.tv_nsec`    |     24 |    8 |
public final class TimerFd implements AutoCloseable {
    private static final int CLOCK_MONOTONIC = 1;
    private static final int TFD_CLOEXEC = 0x80000;
    private static final int TFD_NONBLOCK = 0x800;
    private static final int TFD_TIMER_ABSTIME = 1;
    private static final int INTERVAL = 0;
    private static final int VALUE = 16;
    private static final long NS_PER_S = 1_000_000_000;

    private final Fd fd;

    private TimerFd(final Fd fd) {
        this.fd = fd;
    }

    /// {@return a new timer, not armed}
    ///
    /// @throws SysException when the kernel refuses, as with `EMFILE`
    public static TimerFd create() {
        return new TimerFd(Fd.check(WaitCalls.timerfdCreate(CallState.current(), CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK),
            "timerfd_create"));
    }

    /// {@return the descriptor; stays this object's}
    public Fd fd() {
        return fd;
    }

    /// Lets the timer expire once. What was armed before is forgotten.
    ///
    /// @param delayNs nanoseconds from now; 0 or less is at once
    public void expireAfter(final long delayNs) {
        set(0, Math.max(1, delayNs), 0);
    }

    /// Lets the timer expire once, at a time of [System#nanoTime()]; a time that has passed is at once.
    ///
    /// @param timeNs the time
    public void expireAt(final long timeNs) {
        set(TFD_TIMER_ABSTIME, Math.max(1, timeNs), 0);
    }

    /// Lets the timer expire again and again.
    ///
    /// @param periodNs nanoseconds between two expirations and before the first, more than 0
    public void expireEvery(final long periodNs) {
        if (periodNs <= 0) {
            throw new IllegalArgumentException("period of a timer must be positive: " + periodNs + " ns");
        }
        set(0, periodNs, periodNs);
    }

    /// Stops the timer.
    public void disarm() {
        set(0, 0, 0);
    }

    /// {@return how often the timer has expired since it was armed or last asked; 0 when it has not}
    public long expirations() {
        final CallState state = CallState.current();
        final long count = FileCalls.read(state, fd.number(), state.scratch, Long.BYTES);
        return count == Long.BYTES ? Mem.getLong(state.scratch) : 0;
    }

    @Override
    public void close() {
        fd.close();
    }

    private void set(final int flags, final long valueNs, final long intervalNs) {
        final CallState state = CallState.current();
        putTime(state.scratch + INTERVAL, intervalNs);
        putTime(state.scratch + VALUE, valueNs);
        SysException.check(WaitCalls.timerfdSettime(state, fd.number(), flags, state.scratch, 0), "timerfd_settime(" + valueNs + " ns)");
    }

    private static void putTime(final long timespec, final long ns) {
        Mem.putLong(timespec, ns / NS_PER_S);
        Mem.putLong(timespec + Long.BYTES, ns % NS_PER_S);
    }
}
