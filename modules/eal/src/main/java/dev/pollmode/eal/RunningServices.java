package dev.pollmode.eal;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import dev.pollmode.eal.spi.EalService;
import java.util.ArrayList;
import java.util.List;

/// The [EalService]s of one [Eal], from their start to their end.
final class RunningServices {
    private final System.Logger log;
    private final List<AutoCloseable> running = new ArrayList<>();

    RunningServices(final System.Logger log) {
        this.log = log;
    }

    /// Starts all; one that fails is left out.
    void start(final Eal eal, final List<EalService> services) {
        for (final EalService service : services) {
            try {
                service.start(eal).ifPresent(running::add);
            } catch (final RuntimeException e) {
                log.log(WARNING, "%s is left out: %s".formatted(service.getClass().getSimpleName(), e.getMessage()));
            }
        }
    }

    /// Ends all, last started first.
    void close() {
        for (final AutoCloseable one : running.reversed()) {
            try {
                one.close();
            } catch (final Exception e) {
                log.log(ERROR, "close of " + one, e);
            }
        }
        running.clear();
    }
}
