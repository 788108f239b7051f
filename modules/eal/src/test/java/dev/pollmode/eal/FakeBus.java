package dev.pollmode.eal;

import dev.pollmode.eal.spi.Bus;
import dev.pollmode.eal.spi.BusProvider;
import dev.pollmode.sys.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A bus of devices named `fake…` that notes what is done to it.
final class FakeBus implements Bus {
    final List<String> notes = new CopyOnWriteArrayList<>();
    Consumer<Device> onProbe = device -> { };
    Consumer<Device> onUnplug = device -> { };
    private final String name;
    private final List<Device> devices = new CopyOnWriteArrayList<>();
    private Eal eal;

    FakeBus() {
        this("fake");
    }

    FakeBus(final String name) {
        this.name = name;
    }

    BusProvider provider() {
        return new BusProvider() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Bus create(final Eal owner) {
                eal = owner;
                notes.add("create");
                return FakeBus.this;
            }
        };
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> driverNames() {
        return List.of("fake_b", "fake_a");
    }

    @Override
    public boolean accepts(final Devargs devargs) {
        return devargs.name().startsWith("fake");
    }

    @Override
    public void scan() {
        notes.add("scan");
        eal.options().devices().vdevs().forEach(devargs -> devices.add(new FakeDevice(this, devargs)));
    }

    @Override
    public void probe() {
        notes.add("probe");
        new ArrayList<>(devices).forEach(onProbe);
    }

    @Override
    public Device plug(final Devargs devargs) {
        final Device device = new FakeDevice(this, devargs);
        onProbe.accept(device);
        devices.add(device);
        return device;
    }

    @Override
    public void unplug(final Device device) {
        onUnplug.accept(device);
        if (!devices.remove(device)) {
            throw new EalException(Errno.ENODEV, "gone: " + device);
        }
    }

    @Override
    public Stream<Device> devices() {
        return devices.stream();
    }

    @Override
    public void close() {
        notes.add("close");
        devices.clear();
    }

    private static final class FakeDevice extends Device {
        FakeDevice(final Bus bus, final Devargs devargs) {
            super(bus, devargs);
        }
    }
}
