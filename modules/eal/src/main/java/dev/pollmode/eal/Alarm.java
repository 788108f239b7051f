package dev.pollmode.eal;

/// One alarm that was set; [Alarms] says how.
///
/// | from    | to        | when                                                     |
/// |---------|-----------|----------------------------------------------------------|
/// | PENDING | RUNNING   | its time came                                            |
/// | PENDING | CANCELLED | it was cancelled, or its [Eal] was closed                |
/// | RUNNING | DONE      | its callback returned or threw                           |
public final class Alarm {
    /// Where an alarm is in its life.
    public enum State {
        /// Its time has not come.
        PENDING,
        /// Its callback runs now. Cancelling waits for it, unless the callback itself cancels.
        RUNNING,
        /// Its callback ran.
        DONE,
        /// Its callback will not run.
        CANCELLED
    }

    final long deadlineNs;
    final long sequence;
    final Object callback;
    final Object argument;
    final Runnable body;
    volatile State state = State.PENDING;

    Alarm(final long deadlineNs, final long sequence, final Object callback, final Object argument, final Runnable body) {
        this.deadlineNs = deadlineNs;
        this.sequence = sequence;
        this.callback = callback;
        this.argument = argument;
        this.body = body;
    }

    /// {@return where this alarm is in its life}
    public State state() {
        return state;
    }

    /// Order by time; alarms of the same time run in the order they were set.
    static int compareByTime(final Alarm a, final Alarm b) {
        final int byTime = Long.compare(a.deadlineNs, b.deadlineNs);
        return byTime != 0 ? byTime : Long.compare(a.sequence, b.sequence);
    }
}
