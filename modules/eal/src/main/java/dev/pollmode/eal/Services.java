package dev.pollmode.eal;

import dev.pollmode.eal.spi.BusProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/// Finds what other modules provide.
final class Services {
    private Services() {
    }

    /// {@return the buses of the class path and the module path, and those given}
    static List<BusProvider> providers(final List<BusProvider> given) {
        final List<BusProvider> providers = new ArrayList<>();
        ServiceLoader.load(BusProvider.class, Services.class.getClassLoader()).forEach(providers::add);
        providers.addAll(given);
        return providers;
    }
}
