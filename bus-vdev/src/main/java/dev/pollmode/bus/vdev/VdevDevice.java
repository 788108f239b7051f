package dev.pollmode.bus.vdev;

import dev.pollmode.eal.Devargs;
import dev.pollmode.eal.Device;
import dev.pollmode.eal.Eal;

/// A virtual device: it exists because somebody named it.
public final class VdevDevice extends Device {
    private final Eal eal;
    private VdevDriver driver;

    VdevDevice(final VdevBus bus, final Devargs devargs, final Eal eal) {
        super(bus, devargs);
        this.eal = eal;
    }

    /// {@return the Eal it belongs to}
    public Eal eal() {
        return eal;
    }

    VdevDriver driver() {
        return driver;
    }

    void boundTo(final VdevDriver taker) {
        driver = taker;
        bind(taker.name());
    }

    void letGo() {
        driver = null;
        unbind();
    }
}
