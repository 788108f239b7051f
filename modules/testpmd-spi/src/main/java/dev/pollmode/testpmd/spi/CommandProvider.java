package dev.pollmode.testpmd.spi;

import dev.pollmode.eal.Eal;
import java.util.List;

/// Adds commands to testpmd; found by [java.util.ServiceLoader]. So a driver's own commands need no testpmd that knows
/// the driver.
public interface CommandProvider {
    /// {@return the commands}
    ///
    /// @param eal the environment that testpmd runs in
    List<Command> commands(Eal eal);
}
