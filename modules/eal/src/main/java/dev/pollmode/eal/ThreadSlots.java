package dev.pollmode.eal;

import dev.pollmode.sys.Errno;
import java.util.ArrayList;
import java.util.List;

/// Small numbers for the threads that move packets, so that a pool can keep a cache for each in a plain array.
///
/// A number ("slot") is unique among the threads that hold one at the same time, in all [Eal]s of the JVM: a mempool may
/// be used by lcores of two of them. For this the table of slots is the only mutable static state of this module. A slot
/// that is given back may be taken by another thread; taking it happens-after giving it back, so what the former thread
/// left in a cache is seen.
///
/// Lcores and the thread that called [Eal#init(String...)] have one. Any other thread gets one by [#register()]; a thread
/// that ends without closing its registration loses the slot to the next that needs one.
public final class ThreadSlots {
    /// Slots are `0 .. MAX - 1`.
    public static final int MAX = 128;

    /// Guards itself and what is in it.
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
    /// @return closes the registration; any thread may do so
    /// @throws EalException ENOSPC when all slots are taken
    public static Registration register() {
        return register(null);
    }

    /// Registers the calling thread on behalf of somebody, who is found by [#owners(Class)] while that lasts.
    static Registration register(final Object owner) {
        if (Thread.currentThread() instanceof final LcoreThread lcore) {
            return hold(lcore.held.slot, owner);
        }
        synchronized (TABLE) {
            final Slot held = CURRENT.get();
            final Slot slot = held != null && held.live ? held : take(Thread.currentThread());
            CURRENT.set(slot);
            return hold(slot, owner);
        }
    }

    /// Takes a slot for a thread that has not started.
    static Registration registerFor(final Thread thread) {
        synchronized (TABLE) {
            return hold(take(thread), null);
        }
    }

    /// {@return those on whose behalf threads are registered now, as far as they are of a type}
    static <T> List<T> owners(final Class<T> type) {
        final List<T> owners = new ArrayList<>();
        synchronized (TABLE) {
            for (final Slot slot : TABLE) {
                if (slot != null) {
                    slot.registrations.stream().map(Registration::owner).filter(type::isInstance).map(type::cast).forEach(owners::add);
                }
            }
        }
        return owners;
    }

    private static int registered() {
        final Slot slot = CURRENT.get();
        return slot != null && slot.live ? slot.number : -1;
    }

    private static Registration hold(final Slot slot, final Object owner) {
        synchronized (TABLE) {
            final Registration registration = new Registration(slot, owner);
            slot.registrations.add(registration);
            return registration;
        }
    }

    private static Slot take(final Thread thread) {
        for (int i = 0; i < MAX; i++) {
            final Slot former = TABLE[i];
            if (former == null || former.thread.getState() == Thread.State.TERMINATED) {
                final Slot slot = new Slot(i, thread);
                TABLE[i] = slot;
                return slot;
            }
        }
        throw new EalException(Errno.ENOSPC, "all %d thread slots are taken; close registrations or Eals".formatted(MAX));
    }

    private static void release(final Registration registration) {
        synchronized (TABLE) {
            final Slot slot = registration.slot;
            if (slot.registrations.remove(registration) && slot.registrations.isEmpty()) {
                slot.live = false;
                if (TABLE[slot.number] == slot) { // else the thread had ended, and another took the slot
                    TABLE[slot.number] = null;
                }
            }
        }
    }

    /// A slot and who holds it. Written under the lock of the table; `live` is read by its thread at any time.
    private static final class Slot {
        private final int number;
        private final Thread thread;
        private final List<Registration> registrations = new ArrayList<>();
        private volatile boolean live = true;

        private Slot(final int number, final Thread thread) {
            this.number = number;
            this.thread = thread;
        }
    }

    /// A hold on the slot of a thread.
    public static final class Registration implements AutoCloseable {
        private final Slot slot;
        private final Object owner;

        private Registration(final Slot slot, final Object owner) {
            this.slot = slot;
            this.owner = owner;
        }

        /// {@return the slot}
        public int slot() {
            return slot.number;
        }

        /// Gives the slot back, unless other registrations of the thread still hold it. A second call does nothing.
        @Override
        public void close() {
            release(this);
        }

        private Object owner() {
            return owner;
        }
    }
}
