package dev.pollmode.eal;

import dev.pollmode.sys.Errno;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// The services of an environment and the lcores that run them, those of `-S` (rte_service of DPDK).
///
/// A service is mapped, when it is registered, to the service lcore that has the fewest; [#map] and [#unmap] change that. An
/// lcore runs its services in turns for as long as it has any, and waits else.
///
/// ```java
/// Service mover = Services.of(eal).register("mover", () -> moveSome());
/// mover.start();
/// ```
///
/// All methods may be called by any thread.
public final class Services {
    private static final Service[] NONE = {};

    private final Lcores lcores;
    private final System.Logger log;
    private final Map<String, Service> services = new LinkedHashMap<>();
    private final Map<Lcore, Loop> loops = new LinkedHashMap<>();

    private Services(final Eal eal) {
        lcores = eal.lcores();
        log = eal.logs().logger("lib.eal.service");
        lcores.services().forEach(lcore -> loops.put(lcore, new Loop(lcore)));
    }

    /// {@return the services of an environment}
    ///
    /// @param eal the environment
    public static Services of(final Eal eal) {
        return eal.extension(Services.class, Services::new);
    }

    /// What one lcore runs.
    private static final class Loop implements LcoreTask {
        private final Lcore lcore;
        private volatile Service[] mine = NONE;

        private Loop(final Lcore lcore) {
            this.lcore = lcore;
        }

        private List<Service> services() {
            return List.of(mine);
        }

        /// Publishes what to run; the lcore takes it up between two rounds.
        private void publish(final List<Service> wanted) {
            mine = wanted.toArray(NONE);
            if (mine.length > 0 && !lcore.isRunning()) {
                lcore.launch(this);
            }
        }

        @Override
        public int run(final Lcore self) {
            while (!self.stopRequested()) {
                int done = 0;
                final Service[] now = mine;
                for (final Service service : now) {
                    if (service.isRunning()) {
                        done += Math.max(0, service.turn());
                    }
                }
                if (now.length == 0) {
                    LockSupport.parkNanos(1_000_000);
                } else if (done == 0) {
                    Thread.onSpinWait();
                }
            }
            return 0;
        }
    }

    System.Logger log() {
        return log;
    }

    /// Adds a service, stopped, and maps it to a service lcore when there is one.
    ///
    /// @param name what it is called
    /// @param task a turn of it
    /// @return the service, the caller's to start and to close
    /// @throws EalException EEXIST when there is one of this name
    public synchronized Service register(final String name, final ServiceTask task) {
        if (services.containsKey(name)) {
            throw new EalException(Errno.EEXIST, "register service %s: there is one of this name".formatted(name));
        }
        final Service service = new Service(this, name, task);
        services.put(name, service);
        loops.values().stream().min(Comparator.comparingInt(loop -> loop.services().size())).ifPresent(loop -> map(service, loop.lcore));
        return service;
    }

    /// {@return the service of a name}
    ///
    /// @param name what it is called
    public synchronized Optional<Service> find(final String name) {
        return Optional.ofNullable(services.get(name));
    }

    /// {@return all services, in the order of registration}
    public synchronized List<Service> all() {
        return List.copyOf(services.values());
    }

    /// {@return the lcores that a service is mapped to}
    ///
    /// @param service one of these services
    public synchronized List<Lcore> lcoresOf(final Service service) {
        return loops.values().stream().filter(loop -> loop.services().contains(service)).map(loop -> loop.lcore).toList();
    }

    /// Lets an lcore run a service, too.
    ///
    /// @param service one of these services
    /// @param lcore a service lcore
    /// @throws EalException EINVAL when it is none
    public synchronized void map(final Service service, final Lcore lcore) {
        final Loop loop = loop(lcore);
        if (services.containsValue(service) && !loop.services().contains(service)) {
            final List<Service> more = new ArrayList<>(loop.services());
            more.add(service);
            loop.publish(more);
        }
    }

    /// Lets an lcore run a service no more; the turn that runs now ends by itself.
    ///
    /// @param service one of these services
    /// @param lcore a service lcore
    /// @throws EalException EINVAL when it is none
    public synchronized void unmap(final Service service, final Lcore lcore) {
        final Loop loop = loop(lcore);
        final List<Service> fewer = new ArrayList<>(loop.services());
        fewer.remove(service);
        loop.publish(fewer);
    }

    private Loop loop(final Lcore lcore) {
        final Loop loop = loops.get(lcore);
        if (loop == null) {
            throw new EalException(Errno.EINVAL, "%s runs no services; those of -S do: %s".formatted(lcore, loops.keySet()));
        }
        return loop;
    }

    synchronized void forget(final Service service) {
        services.values().remove(service);
        loops.keySet().forEach(lcore -> unmap(service, lcore));
    }
}
