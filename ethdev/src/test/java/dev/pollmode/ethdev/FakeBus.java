package dev.pollmode.ethdev;

import dev.pollmode.eal.Devargs;
import dev.pollmode.eal.Device;
import dev.pollmode.eal.Eal;
import dev.pollmode.eal.spi.Bus;
import dev.pollmode.eal.spi.BusProvider;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// A bus whose devices have no driver: tests attach ports to them.
final class FakeBus implements Bus {
    private final List<Device> devices = new CopyOnWriteArrayList<>();

    static BusProvider provider() {
        return new BusProvider() {
            @Override
            public String name() {
                return "fake";
            }

            @Override
            public Bus create(final Eal eal) {
                return new FakeBus();
            }
        };
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public boolean accepts(final Devargs devargs) {
        return devargs.name().startsWith("fake");
    }

    @Override
    public void scan() {
        // Devices are plugged.
    }

    @Override
    public void probe() {
        // There is nothing to probe.
    }

    @Override
    public Device plug(final Devargs devargs) {
        final FakeDevice device = new FakeDevice(this, devargs);
        devices.add(device);
        return device;
    }

    @Override
    public void unplug(final Device device) {
        devices.remove(device);
    }

    @Override
    public Stream<Device> devices() {
        return devices.stream();
    }

    @Override
    public void close() {
        devices.clear();
    }

    private static final class FakeDevice extends Device {
        FakeDevice(final Bus bus, final Devargs devargs) {
            super(bus, devargs);
            bind("net_fake");
        }
    }
}
