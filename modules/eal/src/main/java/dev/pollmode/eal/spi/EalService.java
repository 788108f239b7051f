package dev.pollmode.eal.spi;

import dev.pollmode.eal.Eal;
import java.util.Optional;

/// Something that runs beside an environment from its start to its end, such as telemetry; found by `ServiceLoader`.
public interface EalService {
    /// Starts it, once the devices were probed. What it throws is logged, and the environment works without it.
    ///
    /// @param eal the environment
    /// @return ends it, before anything of the environment is closed; empty when the command line does not want it
    Optional<AutoCloseable> start(Eal eal);
}
