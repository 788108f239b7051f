package dev.pollmode.bus.pci;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.spi.Bus;
import dev.pollmode.eal.spi.BusProvider;

/// Makes the [PciBus] of each Eal.
public final class PciBusProvider implements BusProvider {
    /// For [java.util.ServiceLoader].
    public PciBusProvider() {
    }

    @Override
    public String name() {
        return PciBus.NAME;
    }

    @Override
    public Bus create(final Eal eal) {
        return new PciBus(eal);
    }
}
