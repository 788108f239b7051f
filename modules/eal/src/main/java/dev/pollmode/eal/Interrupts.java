package dev.pollmode.eal;

import static java.lang.System.Logger.Level.ERROR;

import dev.pollmode.sys.Epoll;
import dev.pollmode.sys.EventFd;
import dev.pollmode.sys.SysException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Callbacks for descriptors that become ready: interrupts of devices, links that change, peers that speak. One thread of
/// each [Eal] waits for all of them and runs the callbacks, those of [Alarms] included, one at a time.
///
/// Readiness is level-triggered: a callback that does not read what there is runs again. A callback that throws is
/// logged, at its first, second, fourth, eighth … failure, and goes on being called. All methods may be called by any
/// thread, also by callbacks; a thread that unregisters must not hold a lock that the callback waits for.
public final class Interrupts {
    private static final int EVENTS_AT_ONCE = 64;
    /// Data of the descriptor that ends the thread; sources count from 1.
    private static final long END = 0;

    private final System.Logger log;
    private final Epoll epoll;
    private final EventFd end;
    private final Thread thread;

    /// Guards all below; never held while a callback runs.
    private final Object lock = new Object();
    private final Map<Long, InterruptSource> byId = new HashMap<>();
    private final Map<Integer, InterruptSource> byFd = new HashMap<>();
    private long lastId = END;
    private Registration running;
    private boolean closed;

    /// @param name of the thread
    /// @param cpus that the thread may run on
    Interrupts(final String name, final BitSet cpus, final System.Logger log) {
        this.log = log;
        epoll = Epoll.create(EVENTS_AT_ONCE);
        try {
            end = EventFd.create();
            epoll.add(end.fd().number(), Epoll.EPOLLIN, END);
        } catch (final RuntimeException e) {
            epoll.close();
            throw e;
        }
        thread = new Thread(null, () -> loop(cpus), name, 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    /// Asks for a callback when a descriptor is ready. Several callbacks may watch one descriptor.
    ///
    /// @param fd       the descriptor; stays the caller's, who unregisters before closing it
    /// @param events   what to wait for: `EPOLLIN` and others of [Epoll]; errors and hang-ups are always reported
    /// @param callback runs on the interrupt thread
    /// @return ends it
    /// @throws EalException EBADF or EPERM when the descriptor is closed or cannot be waited for
    public Registration register(final int fd, final int events, final Runnable callback) {
        final Registration registration = new Registration(fd, events, Objects.requireNonNull(callback, "callback"));
        synchronized (lock) {
            requireOpen();
            final InterruptSource known = byFd.get(fd);
            try {
                if (known == null || !known.tryAdd(registration, epoll)) {
                    addSource(registration);
                }
            } catch (final SysException e) {
                throw EalException.of("watch fd %d for interrupts".formatted(fd), e);
            }
        }
        return registration;
    }

    /// {@return whether the calling thread is the one that runs the callbacks}
    public boolean onThread() {
        return Thread.currentThread() == thread;
    }

    /// Ends the thread after the callback it runs. Registrations end with it.
    ///
    /// @param timeoutMs how long to wait for that callback
    /// @return whether the thread has ended; else it is reported, and what it uses stays open
    boolean close(final long timeoutMs) {
        synchronized (lock) {
            closed = true;
            byId.clear();
            byFd.clear();
        }
        end.signal();
        if (!Joining.join(thread, timeoutMs)) {
            log.log(ERROR, Joining.report("interrupt callback still runs", thread));
            return false;
        }
        epoll.close();
        end.close();
        return true;
    }

    private void addSource(final Registration registration) {
        final InterruptSource source = new InterruptSource(++lastId, registration);
        epoll.add(registration.fd, registration.events, source.id());
        byId.put(source.id(), source);
        final InterruptSource stale = byFd.put(registration.fd, source);
        if (stale != null) {
            byId.remove(stale.id()); // its descriptor was closed, and the number given to another
        }
    }

    private void unregister(final Registration registration) {
        synchronized (lock) {
            final InterruptSource source = byFd.get(registration.fd);
            if (source != null && source.remove(registration, epoll) && source.isEmpty()) {
                byFd.remove(registration.fd);
                byId.remove(source.id());
            }
            registration.ended = true;
            if (!onThread()) {
                Waiting.until(lock, () -> running != registration);
            }
        }
    }

    private void loop(final BitSet cpus) {
        CpuMask.tryPin(cpus, log);
        while (!isClosed()) {
            final int count = epoll.await(-1);
            for (int i = 0; i < count; i++) {
                dispatch(epoll.data(i), epoll.events(i));
            }
        }
    }

    private void dispatch(final long id, final int events) {
        final List<Registration> wanted;
        synchronized (lock) {
            final InterruptSource source = byId.get(id);
            wanted = source == null ? List.of() : source.matching(events);
        }
        wanted.forEach(this::run);
    }

    private void run(final Registration registration) {
        synchronized (lock) {
            if (registration.ended || closed) {
                return;
            }
            running = registration;
        }
        try {
            registration.callback.run();
        } catch (final Throwable t) {
            onFailure(registration, t);
        }
        synchronized (lock) {
            running = null;
            lock.notifyAll();
        }
    }

    private void onFailure(final Registration registration, final Throwable failure) {
        final long count = ++registration.failures;
        if (Long.bitCount(count) == 1) {
            log.log(ERROR, "interrupt callback of fd %d failed (%d times so far)".formatted(registration.fd, count), failure);
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the Eal of these interrupts is closed");
        }
    }

    /// A callback that watches a descriptor.
    public final class Registration implements AutoCloseable {
        final int fd;
        final int events;
        private final Runnable callback;
        /// Under the lock.
        private boolean ended;
        /// Interrupt thread only.
        private long failures;

        private Registration(final int fd, final int events, final Runnable callback) {
            this.fd = fd;
            this.events = events;
            this.callback = callback;
        }

        /// {@return the descriptor}
        public int fd() {
            return fd;
        }

        /// Ends the registration. When this returns, the callback does not run and will not, unless it is the callback
        /// itself that calls. A second call does nothing more.
        @Override
        public void close() {
            unregister(this);
        }
    }
}
