package dev.pollmode.eal;

import static java.lang.System.Logger.Level.ERROR;

import dev.pollmode.sys.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The lcores of an [Eal]: the main one, whose thread made the Eal, workers and those that run services.
///
/// All methods may be called by any thread.
public final class Lcores {
    private final List<Lcore> all;
    private final System.Logger log;

    private Lcores(final List<Lcore> all, final System.Logger log) {
        this.all = List.copyOf(all);
        this.log = log;
    }

    /// Makes the lcores and starts their threads; where one cannot be, none stays.
    static Lcores start(final List<LcoreSpec> specs, final System.Logger log) {
        final List<Lcore> made = new ArrayList<>();
        try {
            specs.forEach(spec -> {
                final Lcore lcore = new Lcore(spec, log);
                made.add(lcore);
                if (lcore.thread() != null) {
                    lcore.start();
                }
            });
        } catch (final RuntimeException e) {
            new Lcores(made, log).close(Joining.TIMEOUT_MS);
            throw e;
        }
        return new Lcores(made, log);
    }

    /// {@return the main lcore}
    public Lcore main() {
        return withRole(Lcore.Role.MAIN).getFirst();
    }

    /// {@return the lcores that run tasks of the application, by id}
    public List<Lcore> workers() {
        return withRole(Lcore.Role.WORKER);
    }

    /// {@return the lcores that run services, by id}
    public List<Lcore> services() {
        return withRole(Lcore.Role.SERVICE);
    }

    /// {@return all lcores, by id}
    public List<Lcore> all() {
        return all;
    }

    /// {@return the lcore of an id, empty if there is none}
    ///
    /// @param id its number
    public Optional<Lcore> find(final int id) {
        return all.stream().filter(lcore -> lcore.id() == id).findFirst();
    }

    /// {@return the lcore of an id}
    ///
    /// @param id its number
    /// @throws EalException EINVAL when there is none
    public Lcore get(final int id) {
        return find(id).orElseThrow(() -> new EalException(Errno.EINVAL, "no lcore %d; there are %s".formatted(id,
            all.stream().map(Lcore::id).toList())));
    }

    /// Starts a task on every worker.
    ///
    /// @param task what each runs
    /// @throws EalException EBUSY when one of them runs a task already; none is started then
    public void launchAll(final LcoreTask task) {
        workers().stream().filter(Lcore::isRunning).findFirst().ifPresent(busy -> {
            throw new EalException(Errno.EBUSY, "launch on all lcores: lcore %d runs a task; await it first".formatted(busy.id()));
        });
        workers().forEach(lcore -> lcore.launch(task));
    }

    /// Waits for the tasks of all workers.
    ///
    /// @throws EalException when a task threw, after all have ended; further failures are suppressed exceptions of it
    public void awaitAll() {
        EalException first = null;
        for (final Lcore lcore : workers()) {
            try {
                lcore.await();
            } catch (final EalException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /// @throws EalException EDEADLK when the calling thread is one of the lcores, which would wait for itself
    void requireNotOnOne() {
        Lcore.current().filter(all::contains).ifPresent(lcore -> {
            throw new EalException(Errno.EDEADLK, "lcore %d cannot close the Eal it belongs to".formatted(lcore.id()));
        });
    }

    /// Asks all tasks to return and waits for the threads to end. A second call waits for those that had not.
    ///
    /// @throws EalException EBUSY when one runs on, which is reported with where it is
    void close(final long timeoutMs) {
        all.forEach(Lcore::end);
        for (final Lcore lcore : all) {
            if (lcore.thread() != null && !Joining.join(lcore.thread(), timeoutMs)) {
                log.log(ERROR, Joining.report("lcore %d does not return from its task".formatted(lcore.id()), lcore.thread()));
                throw new EalException(Errno.EBUSY, ("lcore %d does not return from its task; what it may use stays open; "
                    + "close again when it has returned").formatted(lcore.id()));
            }
        }
    }

    private List<Lcore> withRole(final Lcore.Role role) {
        return all.stream().filter(lcore -> lcore.role() == role).toList();
    }
}
