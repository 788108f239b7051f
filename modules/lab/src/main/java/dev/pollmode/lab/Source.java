package dev.pollmode.lab;

/// Says how many frames of a stream to send now: so many a second, and never more than a window of them that have not arrived.
///
/// The window keeps the lab from measuring how queues overflow when the machine has no time for it. While the path changes it is wide, for what a removed
/// device holds will not arrive. Should nothing arrive for seconds, it begins anew.
///
/// Used by the thread that sends the stream; [#sent()] and [#wide(boolean)] are for any.
final class Source {
    private static final long SECOND_NS = 1_000_000_000;
    private static final long PATIENCE_NS = 5 * SECOND_NS;
    private static final int MOST = 32;
    private static final int WIDE = 3_000;

    private final long periodNs;
    private final int window;
    private final Ledger ledger;
    private long dueNs;
    private volatile long sent;
    private volatile boolean wide;
    private long answered;
    private long answeredAtNs;

    /// @param perSecond frames
    /// @param window how many may be on their way
    /// @param ledger of the receiver
    Source(final int perSecond, final int window, final Ledger ledger) {
        periodNs = SECOND_NS / perSecond;
        this.window = window;
        this.ledger = ledger;
        dueNs = System.nanoTime();
    }

    /// {@return how many to send now}
    int due() {
        final long now = System.nanoTime();
        final long late = now - dueNs;
        if (late < 0) {
            return 0;
        }
        // What a busy machine missed is not made up for.
        if (late > MOST * periodNs) {
            dueNs = now - MOST * periodNs;
        }
        return (int) Math.min((now - dueNs) / periodNs + 1, Math.min(MOST, room(now)));
    }

    private long room(final long now) {
        final long seen = Math.max(answered, ledger.highest() + 1);
        if (seen != answered || seen == sent) {
            answered = seen;
            answeredAtNs = now;
        } else if (now - answeredAtNs > PATIENCE_NS) {
            forget(now);
        }
        return Math.max(0, (wide ? WIDE : window) - (sent - answered));
    }

    /// What is on its way does not count any more.
    void forget(final long now) {
        answered = sent;
        answeredAtNs = now;
    }

    /// Opens the window wide, or closes it to what it was.
    void wide(final boolean on) {
        wide = on;
    }

    /// So many were sent.
    void sent(final int count) {
        sent += count;
        dueNs += count * periodNs;
    }

    /// {@return how many were sent}
    long sent() {
        return sent;
    }
}
