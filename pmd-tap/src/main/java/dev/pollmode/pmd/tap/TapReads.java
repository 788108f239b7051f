package dev.pollmode.pmd.tap;

import dev.pollmode.ethdev.QueueCounters;
import dev.pollmode.sys.Errno;

/// What the reads of one receiving queue came to. Its ways of reading share one of these; the thread that polls the queue uses it.
final class TapReads {
    private final QueueCounters counters;
    private final SystemCalls calls;
    private boolean dead;

    TapReads(final QueueCounters counters, final SystemCalls calls) {
        this.counters = counters;
        this.calls = calls;
    }

    QueueCounters counters() {
        return counters;
    }

    /// Counts system calls that read, or tried to.
    void made(final int count) {
        calls.add(count);
    }

    /// {@return whether the interface was deleted: nothing will come from this descriptor any more}
    boolean isDead() {
        return dead;
    }

    /// Counts what is trouble, once where it lasts.
    void onFailure(final int errno) {
        if (errno == Errno.EAGAIN || errno == Errno.EINTR || dead) {
            return;
        }
        counters.addErrors(1);
        dead = errno == Errno.EBADFD;
    }
}
