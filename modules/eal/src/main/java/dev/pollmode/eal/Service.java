package dev.pollmode.eal;

import static java.lang.System.Logger.Level.ERROR;

import dev.pollmode.sys.Errno;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;

/// Work that service lcores do in turns, such as moving packets of a device without hardware for it; made by
/// [Services#register].
///
/// | from    | to      | when                                                  |
/// |---------|---------|-------------------------------------------------------|
/// | STOPPED | RUNNING | [#start()]                                            |
/// | RUNNING | STOPPED | [#stop()], or the task threw, which is logged         |
/// | any     | CLOSED  | [#close()]: when it returns no lcore is in the task   |
///
/// One lcore at a time runs it, wherever it is mapped. All methods may be called by any thread.
public final class Service implements AutoCloseable {
    private static final VarHandle CALLS;
    private static final VarHandle IDLE_CALLS;
    private static final VarHandle BUSY_NS;

    static {
        try {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            CALLS = lookup.findVarHandle(Service.class, "calls", long.class);
            IDLE_CALLS = lookup.findVarHandle(Service.class, "idleCalls", long.class);
            BUSY_NS = lookup.findVarHandle(Service.class, "busyNs", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /// What a service did.
    ///
    /// @param calls turns
    /// @param idleCalls those that found nothing to do
    /// @param busyNs time spent in the others, in ns
    public record Stats(long calls, long idleCalls, long busyNs) {
    }

    private final Services owner;
    private final String name;
    private final ServiceTask task;
    private final AtomicBoolean taken = new AtomicBoolean();
    private volatile boolean running;
    private volatile boolean closed;
    private long calls;
    private long idleCalls;
    private long busyNs;

    Service(final Services owner, final String name, final ServiceTask task) {
        this.owner = owner;
        this.name = name;
        this.task = task;
    }

    /// {@return its name}
    public String name() {
        return name;
    }

    /// {@return whether its lcores run it}
    public boolean isRunning() {
        return running;
    }

    /// Lets its lcores run it from now on.
    public void start() {
        if (closed) {
            throw new IllegalStateException("service " + name + " is closed");
        }
        running = true;
    }

    /// Lets its lcores pass it by. Does not wait for the turn that runs; see [#close()].
    public void stop() {
        running = false;
    }

    /// Runs a turn on the calling thread, for applications without service lcores.
    ///
    /// @return what the task returned; 0 when the service is stopped
    /// @throws EalException EBUSY when an lcore runs it now
    public int runOnce() {
        if (!running) {
            return 0;
        }
        final int done = turn();
        if (done < 0) {
            throw new EalException(Errno.EBUSY, "run service %s: an lcore runs it now".formatted(name));
        }
        return done;
    }

    /// {@return what it did since it was registered, or the statistics were reset}
    public Stats stats() {
        return new Stats((long) CALLS.getOpaque(this), (long) IDLE_CALLS.getOpaque(this), (long) BUSY_NS.getOpaque(this));
    }

    /// Counts from zero; a turn that runs now may still count.
    public void resetStats() {
        CALLS.setOpaque(this, 0L);
        IDLE_CALLS.setOpaque(this, 0L);
        BUSY_NS.setOpaque(this, 0L);
    }

    /// {@return how much was done, −1 when another lcore runs it}
    int turn() {
        if (!taken.compareAndSet(false, true)) {
            return -1;
        }
        try {
            return running ? call() : 0;
        } finally {
            taken.set(false);
        }
    }

    private int call() {
        final long began = System.nanoTime();
        int done = 0;
        try {
            done = task.run();
        } catch (final Exception e) {
            running = false;
            owner.log().log(ERROR, "service %s failed and is stopped".formatted(name), e);
        }
        // Opaque: one writer at a time; a reader sees each value whole and sooner or later.
        CALLS.setOpaque(this, calls + 1);
        if (done <= 0) {
            IDLE_CALLS.setOpaque(this, idleCalls + 1);
        } else {
            BUSY_NS.setOpaque(this, busyNs + System.nanoTime() - began);
        }
        return Math.max(0, done);
    }

    /// Ends it: it is mapped to no lcore any more, and none is in its task. A task may not close its own service.
    @Override
    public void close() {
        closed = true;
        running = false;
        owner.forget(this);
        while (!taken.compareAndSet(false, true)) {
            Thread.onSpinWait();
        }
    }

    @Override
    public String toString() {
        return "Service[" + name + (running ? ", running]" : ", stopped]");
    }
}
