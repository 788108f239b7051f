package dev.pollmode.eal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A clock for tests: it stands still until it is advanced, and then runs every alarm that became due, in order, on the
/// thread that always runs alarms, before it returns. Ten seconds pass in as long as their alarms take.
///
/// One clock may serve several [Eal]s.
public final class TestClock implements Clock {
    private final List<Alarms> alarms = new CopyOnWriteArrayList<>();
    private volatile long nowNs;

    /// A clock that shows zero.
    public TestClock() {
    }

    @Override
    public long nowNs() {
        return nowNs;
    }

    /// Moves the time forward, step by step from one alarm to the next, so that an alarm that sets itself again runs as
    /// often as it would have.
    ///
    /// @param step how far, not negative
    /// @throws IllegalStateException when an alarm or interrupt callback calls it: they run on the thread it waits for
    public void advance(final Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("time cannot go back by " + step);
        }
        alarms.forEach(Alarms::requireNoCallback);
        stepTo(step);
    }

    private synchronized void stepTo(final Duration step) {
        final long target = Math.addExact(nowNs, step.toNanos());
        for (long next = nextDeadlineNs(); next <= target; next = nextDeadlineNs()) {
            nowNs = Math.max(nowNs, next);
            alarms.forEach(Alarms::runDueAndWait);
        }
        nowNs = target;
    }

    void attach(final Alarms queue) {
        alarms.add(queue);
    }

    void detach(final Alarms queue) {
        alarms.remove(queue);
    }

    private long nextDeadlineNs() {
        return alarms.stream().mapToLong(Alarms::nextDeadlineNs).min().orElse(Long.MAX_VALUE);
    }
}
