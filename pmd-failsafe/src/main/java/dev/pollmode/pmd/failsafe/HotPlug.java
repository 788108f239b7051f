package dev.pollmode.pmd.failsafe;

import dev.pollmode.eal.Alarm;
import dev.pollmode.eal.Eal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// Says when sub-devices are looked after: at each period, and at once after a sign. On the alarm thread of the Eal.
///
/// Nothing here waits: signs come from threads that may hold locks of ports.
final class HotPlug {
    private static final Duration AT_ONCE = Duration.ofNanos(1000);
    /// When something is tried again that another thread kept from being done.
    private static final Duration SOON = Duration.ofMillis(10);

    private final Eal eal;
    private final Duration period;
    private final Runnable round;
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile Alarm next;
    private volatile long nextNs;
    private volatile boolean ended;

    /// @param round looks after them
    HotPlug(final Eal eal, final Duration period, final Runnable round) {
        this.eal = eal;
        this.period = period;
        this.round = round;
    }

    /// Sets the first period.
    void begin() {
        nextNs = System.nanoTime() + period.toNanos();
        next = set(period, this::onPeriod);
    }

    private void onPeriod() {
        // Set first: who ends this finds an alarm that waits, not the one that runs.
        begin();
        round.run();
    }

    /// Has a round run as soon as can be. By any thread, whatever it holds.
    void wake() {
        wakeIn(AT_ONCE);
    }

    /// Has a round run soon, because something could not be done now.
    void retry() {
        wakeIn(SOON);
    }

    private void wakeIn(final Duration delay) {
        if (woken.compareAndSet(false, true)) {
            set(delay, this::onWake);
        }
    }

    private void onWake() {
        woken.set(false);
        round.run();
    }

    private Alarm set(final Duration delay, final Runnable callback) {
        if (ended || eal.isClosed()) {
            return null;
        }
        try {
            return eal.alarms().set(delay, callback);
        } catch (final IllegalStateException e) {
            // The Eal was closed at this moment: nothing comes or goes any more.
            ended = true;
            return null;
        }
    }

    /// {@return until the next period}
    Duration untilNext() {
        return Duration.ofNanos(Math.max(0, nextNs - System.nanoTime()));
    }

    /// Ends the rounds; the caller holds the lock that a round tries to get.
    void end() {
        ended = true;
        final Alarm last = next;
        if (last != null) {
            eal.alarms().cancel(last);
        }
    }
}
