package dev.pollmode.lab;

/// Says how many frames of a stream to send now: so many a second, and never more than [#WINDOW] that have not arrived.
///
/// The limit keeps the lab from measuring how queues overflow when the machine has no time for it. It is lifted when nothing arrives
/// for a tenth of a second: what is still on its way then is lost, or will be told apart from losses by its number.
///
/// Used by the thread that sends the stream; [#sent()] may be read by any.
final class Source {
    static final int WINDOW = 512;

    private static final long SECOND_NS = 1_000_000_000;
    private static final long PATIENCE_NS = SECOND_NS / 10;
    private static final int MOST = 32;

    private final long periodNs;
    private final Ledger ledger;
    private long dueNs;
    private volatile long sent;
    private long answered;
    private long answeredAtNs;

    /// @param perSecond frames
    /// @param ledger of the receiver
    Source(final int perSecond, final Ledger ledger) {
        periodNs = SECOND_NS / perSecond;
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
        return Math.max(0, WINDOW - (sent - answered));
    }

    /// What is on its way does not count any more.
    void forget(final long now) {
        answered = sent;
        answeredAtNs = now;
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
