package dev.pollmode.ethdev;

import dev.pollmode.sys.Errno;

/// A callback that was added to a queue, to be removed while the queue is polled.
///
/// [#close()] removes it and waits until no thread is inside it. A callback that removes itself, or a thread that must not
/// wait, uses [#remove()], and [#isGone()] says when what the callback uses may be released. Safe for use by several threads.
public final class CallbackRegistration implements Registration {
    private static final long NOT_REMOVED = -1;

    private final EthDev port;
    private final BurstGate gate;
    private final Runnable unpublish;
    private long mark = NOT_REMOVED;

    CallbackRegistration(final EthDev port, final BurstGate gate, final Runnable unpublish) {
        this.port = port;
        this.gate = gate;
        this.unpublish = unpublish;
    }

    /// Removes the callback: bursts that begin from now on don't call it. Doesn't wait; a second time does nothing.
    public synchronized void remove() {
        if (mark == NOT_REMOVED) {
            unpublish.run();
            mark = gate.mark();
        }
    }

    /// {@return whether the callback was removed and no thread is inside it any more}
    public synchronized boolean isGone() {
        return mark != NOT_REMOVED && gate.hasLeft(mark);
    }

    /// Removes the callback and waits until no thread is inside it.
    ///
    /// @throws EthDevException EBUSY when a thread doesn't come back from a burst; the callback is removed all the same
    @Override
    public void close() {
        remove();
        if (!gate.awaitLeft(port.burstDeadlineNs())) {
            throw port.failure("remove a callback", Errno.EBUSY, "a burst has not come back; ask isGone() later");
        }
    }
}
