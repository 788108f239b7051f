package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.sys.EventFd;

/// Wakes who waits for packets of a receive queue instead of polling.
///
/// An armed queue tells its next completion by an event; who reads the events of the device signals a descriptor. A queue in which frames wait already
/// tells that at once. The control plane arms, one thread at a time; events are read by any thread.
final class RxWaker implements AutoCloseable {
    private final RxRing ring;
    private final EventFd event = EventFd.create();
    private volatile boolean wanted;
    // Events of the queue that were read; written under the lock of the reader of events, and before the queue is armed for the first time.
    private volatile int sequence;

    RxWaker(final RxRing ring) {
        this.ring = ring;
    }

    /// {@return a descriptor that is readable once frames came}
    int descriptor() {
        return event.fd().number();
    }

    /// The device's side was made anew.
    void reset() {
        wanted = false;
        sequence = 0;
        event.drain();
    }

    /// Waits for the next frame, or does not wait any more.
    void arm(final boolean on) {
        event.drain();
        wanted = on;
        if (on) {
            ring.completions().arm(sequence);
        }
    }

    /// An event of the queue was read.
    void onEvent() {
        sequence = sequence + 1 & 3;
        if (wanted) {
            event.signal();
        }
    }

    @Override
    public void close() {
        event.close();
    }
}
