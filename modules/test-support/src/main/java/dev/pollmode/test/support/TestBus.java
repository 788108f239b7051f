package dev.pollmode.test.support;

import dev.pollmode.eal.Devargs;
import dev.pollmode.eal.Device;
import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.eal.spi.Bus;
import dev.pollmode.eal.spi.BusProvider;
import dev.pollmode.sys.Errno;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// A bus of a test: it finds nothing by itself, refuses what is plugged, and keeps the devices that [#add] was given.
///
/// A test's own bus says what differs.
public abstract class TestBus implements Bus {
    private final String name;
    private final List<Device> devices = new CopyOnWriteArrayList<>();

    /// Makes a bus without devices.
    ///
    /// @param name its name
    protected TestBus(final String name) {
        this.name = name;
    }

    /// {@return what gives this bus to an Eal, for one Eal}
    public final BusProvider asProvider() {
        return new BusProvider() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Bus create(final Eal eal) {
                return TestBus.this;
            }
        };
    }

    /// Keeps a device until it is unplugged.
    ///
    /// @param <D> its class
    /// @param device the device
    /// @return the device
    protected final <D extends Device> D add(final D device) {
        devices.add(device);
        return device;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public boolean accepts(final Devargs devargs) {
        return false;
    }

    @Override
    public void scan() {
        // Devices are plugged.
    }

    @Override
    public void probe() {
        // Nothing was scanned.
    }

    @Override
    public Device plug(final Devargs devargs) {
        throw new EalException(Errno.ENODEV, "plug " + devargs.name() + ": ENODEV, bus " + name + " has no such device");
    }

    @Override
    public void unplug(final Device device) {
        if (!devices.remove(device)) {
            throw new EalException(Errno.ENODEV, "unplug " + device.name() + ": ENODEV, it is not on bus " + name);
        }
    }

    @Override
    public final Stream<Device> devices() {
        return devices.stream();
    }

    @Override
    public void close() {
        devices.forEach(this::unplug);
    }
}
