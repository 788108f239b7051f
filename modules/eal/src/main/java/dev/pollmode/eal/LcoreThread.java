package dev.pollmode.eal;

/// A thread of the platform that belongs to one lcore, pinned to its CPUs, with a slot of its own ([ThreadSlots]).
///
/// It is a daemon: a JVM ends when `main` returns even if the [Eal] was not closed.
public final class LcoreThread extends Thread {
    final int slot;
    final ThreadSlots.Registration held;
    private final Lcore lcore;

    LcoreThread(final String name, final Lcore lcore) {
        super(null, null, name, 0, false);
        this.lcore = lcore;
        held = ThreadSlots.registerFor(this);
        slot = held.slot();
        setDaemon(true);
    }

    /// {@return the lcore this thread runs tasks of}
    public Lcore lcore() {
        return lcore;
    }

    /// {@return the number of this thread among all threads that move packets, see [ThreadSlots]}
    public int slot() {
        return slot;
    }

    /// Gives the slot back for a thread that never started.
    void discard() {
        held.close();
    }

    /// Pins the thread and serves the lcore until it is told to end.
    @Override
    public void run() {
        try {
            lcore.serve();
        } finally {
            held.close();
        }
    }
}
