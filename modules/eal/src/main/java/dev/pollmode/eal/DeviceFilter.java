package dev.pollmode.eal;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// A text that picks devices: `bus=…`, `name=…` and `driver=…`, with commas between them; those that are left out fit
/// anything.
final class DeviceFilter implements Predicate<Device> {
    private static final Set<String> KEYS = Set.of("bus", "name", "driver");

    private final Optional<String> bus;
    private final Optional<String> name;
    private final Optional<String> driver;

    private DeviceFilter(final Kvargs wanted) {
        bus = wanted.one("bus");
        name = wanted.one("name");
        driver = wanted.one("driver");
    }

    /// Reads a filter.
    ///
    /// @throws EalException EINVAL naming the key that is unknown, or given twice
    static DeviceFilter parse(final String text) {
        return new DeviceFilter(Kvargs.parse(text, KEYS));
    }

    @Override
    public boolean test(final Device device) {
        return fits(bus, device.bus().name()) && fits(name, device.name()) && fits(driver, device.driverName());
    }

    private static boolean fits(final Optional<String> wanted, final String value) {
        return wanted.isEmpty() || wanted.get().equals(value);
    }
}
