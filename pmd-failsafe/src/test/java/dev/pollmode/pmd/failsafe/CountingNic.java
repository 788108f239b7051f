package dev.pollmode.pmd.failsafe;

import dev.pollmode.ethdev.EthStats;
import dev.pollmode.ethdev.PortStats;
import dev.pollmode.ethdev.spi.PortContext;

/// A device class with statistics of its own, which may not be readable.
final class CountingNic extends FakeNic implements PortStats {
    volatile EthStats stats = EthStats.ZERO;

    CountingNic(final PortContext context, final NicPlan plan) {
        super(context, plan);
    }

    @Override
    public EthStats deviceStats() {
        called("stats", null);
        return stats;
    }
}
