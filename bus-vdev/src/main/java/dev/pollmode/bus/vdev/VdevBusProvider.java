package dev.pollmode.bus.vdev;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.spi.Bus;
import dev.pollmode.eal.spi.BusProvider;

/// Makes the [VdevBus] of each Eal.
public final class VdevBusProvider implements BusProvider {
    /// For [java.util.ServiceLoader].
    public VdevBusProvider() {
    }

    @Override
    public String name() {
        return VdevBus.NAME;
    }

    /// {@return after the buses of hardware: a virtual device may be made of devices of other buses}
    @Override
    public int order() {
        return 100;
    }

    @Override
    public Bus create(final Eal eal) {
        return new VdevBus(eal);
    }
}
