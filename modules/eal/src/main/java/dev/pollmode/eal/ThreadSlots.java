package dev.pollmode.eal;

import dev.pollmode.sys.Errno;

/// Small numbers for the threads that move packets, so that a pool can keep a cache for each in a plain array.
///
/// A number ("slot") is unique among the threads that hold one at the same time, in all [Eal]s of the JVM: a mempool may
/// be used by lcores of two of them. For this the table of slots is, with the names of the living devices, the only
/// mutable static state of this module. A slot that is given back may be taken by another thread; taking it
/// happens-after giving it back, so what the former thread left in a cache is seen.
///
/// Lcores and the thread that called [Eal#init(String...)] have one. Any other thread gets one by [#register()]; a thread
/// that ends without closing its registration loses the slot when the table runs full.
public final class ThreadSlots {
    /// Slots are `0 .. MAX - 1`.
    public static final int MAX = 128;

    private static final Slot[] TABLE = new Slot[MAX];
    private static final ThreadLocal<Slot> CURRENT = new ThreadLocal<>();

    private ThreadSlots() {
    }

    /// {@return the slot of the calling thread, -1 if it has none}
    public static int current() {
        return Thread.currentThread() instanceof final LcoreThread lcore ? lcore.slot : registered();
    }

    /// Gives the calling thread a slot until the registration is closed. A thread that holds one keeps it and must close
    /// as many registrations as it made.
    ///
    /// @return closes the registration; any thread may do so, more than once has no effect
    /// @throws EalException ENOSPC when all slots are taken
    public static Registration register() {
        if (Thread.currentThread() instanceof final LcoreThread lcore) {
            return new Registration(lcore.slot, null);
        }
        synchronized (TABLE) {
            final Slot held = CURRENT.get();
            final Slot slot = held != null && held.users > 0 ? held : take(Thread.currentThread());
            slot.users++;
            CURRENT.set(slot);
            return new Registration(slot.number, slot);
        }
    }

    static Slot takeFor(final Thread owner) {
        synchronized (TABLE) {
            final Slot slot = take(owner);
            slot.users = 1;
            return slot;
        }
    }

    static void release(final Slot slot) {
        synchronized (TABLE) {
            if (slot.users > 0 && --slot.users == 0) {
                slot.live = false;
                if (TABLE[slot.number] == slot) {
                    TABLE[slot.number] = null;
                }
            }
        }
    }

    private static int registered() {
        final Slot slot = CURRENT.get();
        return slot != null && slot.live ? slot.number : -1;
    }

    private static Slot take(final Thread owner) {
        for (int i = 0; i < MAX; i++) {
            final Slot former = TABLE[i];
            if (former == null || former.owner.getState() == Thread.State.TERMINATED) {
                return TABLE[i] = new Slot(i, owner);
            }
        }
        throw new EalException(Errno.ENOSPC, "all %d thread slots are taken; close registrations or lcores".formatted(MAX));
    }

    /// A slot that somebody holds. Written under the lock of the table; `live` is read by its thread at any time.
    static final class Slot {
        final int number;
        private final Thread owner;
        private int users;
        private volatile boolean live = true;

        private Slot(final int number, final Thread owner) {
            this.number = number;
            this.owner = owner;
        }
    }

    /// A thread's hold on its slot.
    public static final class Registration implements AutoCloseable {
        private final int number;
        private Slot slot;

        private Registration(final int number, final Slot slot) {
            this.number = number;
            this.slot = slot;
        }

        /// {@return the slot}
        public int slot() {
            return number;
        }

        /// Gives the slot back, unless other registrations of the thread still hold it.
        @Override
        public synchronized void close() {
            if (slot != null) {
                release(slot);
                slot = null;
            }
        }
    }
}
