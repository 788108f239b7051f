package dev.pollmode.eal;

import static java.lang.System.Logger.Level.ERROR;

import dev.pollmode.sys.Affinity;
import dev.pollmode.sys.Errno;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A logical core: a thread, pinned to one or more CPUs, that runs one task at a time.
///
/// | from    | to      | when                                                                   |
/// |---------|---------|------------------------------------------------------------------------|
/// | WAITING | RUNNING | [#launch(LcoreTask)]                                                   |
/// | RUNNING | WAITING | the task returned or threw; [#await()] hands out which, once           |
/// | WAITING | ENDED   | the [Eal] is closed                                                    |
///
/// The main lcore is the thread that called [Eal#init(String...)]; nothing can be launched on it. All methods may be
/// called by any thread.
public final class Lcore {
    /// What an lcore is for.
    public enum Role {
        /// The thread that made the [Eal].
        MAIN,
        /// Runs the tasks of the application.
        WORKER,
        /// Runs services.
        SERVICE
    }

    private final LcoreSpec spec;
    private final System.Logger log;
    private final Object lock = new Object();
    private LcoreTask task;
    private int result;
    private Throwable failure;
    private boolean ending;
    private boolean started;
    private RuntimeException startFailure;
    private volatile boolean stopRequested;
    private volatile Supplier<LcoreUsage> usage;
    /// Null for the main lcore.
    private final LcoreThread thread;

    Lcore(final LcoreSpec spec, final System.Logger log) {
        this.spec = spec;
        this.log = log;
        thread = spec.role() == Role.MAIN ? null : new LcoreThread("lcore-" + spec.id(), this);
    }

    /// {@return the number that the command line gave it}
    public int id() {
        return spec.id();
    }

    /// {@return what it is for}
    public Role role() {
        return spec.role();
    }

    /// {@return the CPUs its thread may run on, ascending}
    public List<Integer> cpus() {
        return spec.cpuSet().stream().boxed().toList();
    }

    /// Starts a task and does not wait for it.
    ///
    /// @param work what to run
    /// @throws EalException EBUSY when a task runs already, EINVAL for the main lcore
    /// @throws IllegalStateException when the Eal is closed
    public void launch(final LcoreTask work) {
        if (thread == null) {
            throw new EalException(Errno.EINVAL,
                "launch on lcore %d: it is the main lcore, the thread that called init; call the task there".formatted(id()));
        }
        synchronized (lock) {
            if (ending) {
                throw new IllegalStateException("launch on lcore %d: its Eal is closed".formatted(id()));
            }
            if (task != null) {
                throw new EalException(Errno.EBUSY, "launch on lcore %d: it runs a task; await it first".formatted(id()));
            }
            task = work;
            result = 0;
            failure = null;
            stopRequested = false;
            lock.notifyAll();
        }
    }

    /// {@return whether a task runs}
    public boolean isRunning() {
        synchronized (lock) {
            return task != null;
        }
    }

    /// Waits for the task that was launched last.
    ///
    /// @return what it returned; 0 if none was launched since the last call
    /// @throws EalException when the task threw, with that as the cause; thrown once
    public int await() {
        synchronized (lock) {
            Waiting.until(lock, () -> task == null);
            final int returned = result;
            final Throwable thrown = failure;
            result = 0;
            failure = null;
            if (thrown != null) {
                throw EalException.of("task on lcore %d failed".formatted(id()), thrown);
            }
            return returned;
        }
    }

    /// Asks the running task to return; loops look at [#stopRequested()] between two bursts.
    public void requestStop() {
        synchronized (lock) {
            stopRequested = task != null;
        }
    }

    /// {@return whether the running task should return}
    public boolean stopRequested() {
        return stopRequested;
    }

    /// Lets the running task say how busy it is; forgotten when it returns.
    ///
    /// @param source called by any thread
    public void measureUsage(final Supplier<LcoreUsage> source) {
        usage = source;
    }

    /// {@return how busy the running task is, when it says so}
    public Optional<LcoreUsage> usage() {
        return Optional.ofNullable(usage).map(Supplier::get);
    }

    /// {@return the lcore whose thread calls, empty for the main lcore and for threads of others}
    public static Optional<Lcore> current() {
        return Thread.currentThread() instanceof final LcoreThread own ? Optional.of(own.lcore()) : Optional.empty();
    }

    @Override
    public String toString() {
        return "lcore " + id();
    }

    /// Starts the thread and waits until it is on its CPUs.
    ///
    /// @throws EalException when it may not run there
    void start() {
        try {
            thread.start();
        } catch (final OutOfMemoryError e) { // that is how the JVM says EAGAIN
            thread.discard();
            throw new EalException(Errno.EAGAIN, "thread of lcore %d: %s".formatted(id(), e.getMessage()), e);
        }
        synchronized (lock) {
            Waiting.until(lock, () -> started);
            if (startFailure != null) {
                throw EalException.of("lcore %d on CPUs %s".formatted(id(), cpus()), startFailure);
            }
        }
    }

    /// Lets the thread end after the task it runs, which is asked to return.
    void end() {
        synchronized (lock) {
            ending = true;
            stopRequested = true;
            lock.notifyAll();
        }
    }

    /// {@return the thread, null for the main lcore}
    LcoreThread thread() {
        return thread;
    }

    /// On the lcore's thread: pins it and runs what is launched, until the end.
    void serve() {
        if (!settle()) {
            return;
        }
        for (LcoreTask next = next(); next != null; next = next()) {
            int returned = 0;
            Throwable thrown = null;
            try {
                returned = next.run(this);
            } catch (final Throwable t) {
                thrown = t;
                log.log(ERROR, "lcore %d: its task failed".formatted(id()), t);
            }
            done(returned, thrown);
        }
    }

    private boolean settle() {
        RuntimeException failed = null;
        try {
            Affinity.set(spec.cpuSet());
        } catch (final RuntimeException e) {
            failed = e;
        }
        synchronized (lock) {
            startFailure = failed;
            started = true;
            lock.notifyAll();
        }
        return failed == null;
    }

    private LcoreTask next() {
        synchronized (lock) {
            Waiting.until(lock, () -> task != null || ending);
            return task;
        }
    }

    private void done(final int returned, final Throwable thrown) {
        usage = null;
        Thread.interrupted(); // meant for the task, not for the next one
        synchronized (lock) {
            result = returned;
            failure = thrown;
            task = null;
            lock.notifyAll();
        }
    }
}
