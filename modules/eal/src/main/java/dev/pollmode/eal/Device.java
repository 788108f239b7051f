package dev.pollmode.eal;

import dev.pollmode.eal.spi.Bus;
import java.util.Objects;

/// A device that a bus found or that somebody named; buses derive their own kind from it.
///
/// Its name is unique within an [Eal]. A device exists from scan or plug until it is unplugged; it is *probed* while a
/// driver holds it.
///
/// Buses change a device under the lock of its [Eal]; its accessors may be called by any thread.
public abstract class Device {
    private final Bus bus;
    private final Devargs devargs;
    private volatile String driverName;

    /// A device that no driver holds yet.
    ///
    /// @param bus     the bus it sits on
    /// @param devargs its name and its arguments; of a device found by scanning just its name
    protected Device(final Bus bus, final Devargs devargs) {
        this.bus = Objects.requireNonNull(bus, "bus");
        this.devargs = Objects.requireNonNull(devargs, "devargs");
    }

    /// {@return the name, unique within the [Eal]}
    public final String name() {
        return devargs.name();
    }

    /// {@return the text that asked for this device}
    public final Devargs devargs() {
        return devargs;
    }

    /// {@return the bus this device sits on}
    public final Bus bus() {
        return bus;
    }

    /// {@return the name of the driver that holds this device, null until it is probed}
    public final String driverName() {
        return driverName;
    }

    /// {@return whether a driver holds this device}
    public final boolean isProbed() {
        return driverName != null;
    }

    /// {@return the NUMA node this device is close to, -1 if it is close to none}
    public int numaNode() {
        return -1;
    }

    /// A driver took this device.
    ///
    /// @param driver the name of the driver
    protected final void bind(final String driver) {
        driverName = Objects.requireNonNull(driver, "driver");
    }

    /// The driver let go of this device.
    protected final void unbind() {
        driverName = null;
    }

    @Override
    public String toString() {
        return name();
    }
}
