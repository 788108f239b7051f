package dev.pollmode.eal;

import dev.pollmode.eal.spi.BusProvider;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// Makes an [Eal] that is not the usual one: with options parsed before, another clock, further buses.
///
/// Used by one thread, once.
public final class EalBuilder {
    private EalOptions options;
    private PrintStream logStream;
    private Clock clock = Clock.system();
    private final List<BusProvider> providers = new ArrayList<>();

    EalBuilder() {
    }

    /// Sets the command line.
    ///
    /// @param args without the name of the program
    /// @return this
    /// @throws EalException EINVAL naming the first wrong word
    public EalBuilder args(final String... args) {
        return options(EalOptions.parse(args));
    }

    /// Sets the command line, parsed before: so an application can have words of its own in it.
    ///
    /// @param parsed the options
    /// @return this
    public EalBuilder options(final EalOptions parsed) {
        options = parsed;
        return this;
    }

    /// Sets where messages go in place of standard error; syslog is left out then.
    ///
    /// @param stream stays the caller's
    /// @return this
    public EalBuilder logsTo(final PrintStream stream) {
        logStream = stream;
        return this;
    }

    /// Sets the clock that alarms go by.
    ///
    /// @param replacement the clock
    /// @return this
    public EalBuilder clock(final Clock replacement) {
        clock = replacement;
        return this;
    }

    /// Adds a bus to those found as services.
    ///
    /// @param provider makes it
    /// @return this
    public EalBuilder bus(final BusProvider provider) {
        providers.add(provider);
        return this;
    }

    /// Makes the environment, on the thread that becomes its main lcore.
    ///
    /// @return the environment, the caller's to close
    /// @throws EalException when it cannot be made; nothing stays open then
    public Eal init() {
        final EalOptions parsed = options == null ? EalOptions.parse() : options;
        final Logs logs = logStream == null ? Logs.open(parsed.logs()) : Logs.to(logStream, parsed.logs());
        return new Eal(parsed, logs, clock, List.copyOf(providers));
    }
}
