package dev.pollmode.eal;

import static java.lang.System.Logger.Level.ERROR;

import dev.pollmode.eal.spi.Bus;
import dev.pollmode.eal.spi.BusProvider;
import dev.pollmode.sys.Errno;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The buses of an [Eal], in the order of probing. Changes are made under the lock of the [Eal].
final class Buses {
    private final List<Bus> buses = new ArrayList<>();
    private final System.Logger log;
    /// What is there for readers; replaced as a whole.
    private volatile List<Bus> published = List.of();

    Buses(final System.Logger log) {
        this.log = log;
    }

    /// Makes the buses. Where one cannot be made, those made before are closed by [#close()].
    void create(final List<BusProvider> providers, final Eal eal) {
        providers.stream().sorted(Comparator.comparingInt(BusProvider::order).thenComparing(BusProvider::name)).forEach(provider -> {
            find(provider.name()).ifPresent(same -> {
                throw new EalException(Errno.EEXIST, "two buses are named \"%s\": %s and %s".formatted(provider.name(),
                    same.getClass().getName(), provider.getClass().getName()));
            });
            buses.add(provider.create(eal));
            published = List.copyOf(buses);
        });
    }

    Stream<Bus> stream() {
        return published.stream();
    }

    Optional<Bus> find(final String name) {
        return published.stream().filter(bus -> bus.name().equals(name)).findFirst();
    }

    Stream<Device> devices() {
        return published.stream().flatMap(Bus::devices);
    }

    /// {@return the bus that would plug a device}
    ///
    /// @throws EalException ENODEV when there is none, naming what is known
    Bus require(final Devargs devargs) {
        final Optional<Bus> named = devargs.busName().map(name -> find(name).orElseThrow(() -> new EalException(Errno.ENODEV,
            "failed to parse device \"%s\": no bus \"%s\"; known: %s".formatted(devargs, name, names()))));
        return named.map(Stream::of).orElseGet(this::stream).filter(bus -> bus.accepts(devargs)).findFirst()
            .orElseThrow(() -> new EalException(Errno.ENODEV, "failed to parse device \"%s\": no driver serves this name; known: %s"
                .formatted(devargs.name(), named.map(Stream::of).orElseGet(this::stream).map(Buses::drivers)
                    .filter(text -> !text.isEmpty()).collect(Collectors.joining("; ")))));
    }

    void scan() {
        published.forEach(Bus::scan);
    }

    /// A bus logs the devices that fail; one that throws itself does not keep the others from being probed.
    void probe() {
        published.forEach(bus -> {
            try {
                bus.probe();
            } catch (final RuntimeException e) {
                log.log(ERROR, "Bus (%s) probe failed.".formatted(bus.name()), e);
            }
        });
    }

    /// Closes all, last made first. A failure is logged and the others go on.
    void close() {
        while (!buses.isEmpty()) {
            final Bus bus = buses.removeLast();
            try {
                bus.close();
            } catch (final RuntimeException e) {
                log.log(ERROR, "close of bus " + bus.name(), e);
            }
            published = List.copyOf(buses);
        }
    }

    private String names() {
        return stream().map(Bus::name).collect(Collectors.joining(", "));
    }

    private static String drivers(final Bus bus) {
        final List<String> drivers = bus.driverNames().stream().sorted().toList();
        return drivers.isEmpty() ? "" : String.join(", ", drivers) + " (" + bus.name() + ")";
    }
}
