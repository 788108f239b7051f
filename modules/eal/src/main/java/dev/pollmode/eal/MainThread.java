package dev.pollmode.eal;

import dev.pollmode.sys.Affinity;
import dev.pollmode.sys.Errno;
import java.util.BitSet;
import java.util.List;

/// The thread that makes an [Eal]: it has a slot and runs on the CPUs of the main lcore, until the [Eal] is closed.
final class MainThread {
    private final Thread thread = Thread.currentThread();
    private final ThreadSlots.Registration registration;
    private final BitSet processCpus;
    /// What to go back to, null until pinned.
    private BitSet before;

    private MainThread(final ThreadSlots.Registration registration, final BitSet processCpus) {
        this.registration = registration;
        this.processCpus = processCpus;
    }

    /// Registers the calling thread.
    ///
    /// @throws EalException EINVAL for a virtual thread, which has no CPU of its own; ENOSPC when all slots are taken
    static MainThread enter(final Eal eal) {
        if (Thread.currentThread().isVirtual()) {
            throw new EalException(Errno.EINVAL, "init on virtual thread %s: the main lcore must be a platform thread".formatted(
                Thread.currentThread()));
        }
        final BitSet processCpus = CpuMask.ofProcess();
        return new MainThread(ThreadSlots.register(eal), processCpus);
    }

    /// {@return the CPUs for threads that do not poll: those that no lcore polls on, all if none is left}
    static BitSet cpusForControl(final List<LcoreSpec> plan, final BitSet available) {
        final BitSet free = (BitSet) available.clone();
        plan.forEach(spec -> free.andNot(spec.cpuSet()));
        return free.isEmpty() ? available : free;
    }

    /// {@return the CPUs that the process may use}
    BitSet processCpus() {
        return processCpus;
    }

    int slot() {
        return registration.slot();
    }

    /// Keeps the thread to the CPUs of the main lcore.
    void pin(final List<LcoreSpec> plan) {
        final LcoreSpec main = plan.stream().filter(spec -> spec.role() == Lcore.Role.MAIN).findFirst().orElseThrow();
        before = Affinity.get();
        Affinity.set(main.cpuSet());
    }

    /// Gives back the slot, and the CPUs if it is this thread that closes: those of another cannot be set.
    void close() {
        registration.close();
        if (before != null && Thread.currentThread() == thread) {
            Affinity.set(before);
        }
    }
}
