package dev.pollmode.pmd.ring;

import dev.pollmode.ethdev.DescriptorLimits;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDevInfo;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxOffload;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.ethdev.spi.RxQueueSetup;
import dev.pollmode.ethdev.spi.SoftwarePort;
import dev.pollmode.ethdev.spi.TxQueueSetup;
import java.util.Set;

/// A port of `net_ring`.
final class RingPort extends SoftwarePort {
    private final RingSet rings;
    private final SharedRings shared;

    RingPort(final RingSet rings, final SharedRings shared) {
        this.rings = rings;
        this.shared = shared;
    }

    @Override
    public EthDevInfo info() {
        final DescriptorLimits limits = new DescriptorLimits(65535, 0, 1, RingSet.CAPACITY);
        return EthDevInfo.builder(RingDriver.NAME).maxQueues(RingSet.QUEUES, RingSet.QUEUES).descriptors(limits, limits)
            .txOffloads(Set.of(TxOffload.MULTI_SEGS)).build();
    }

    @Override
    public void configure(final EthConf conf) {
        // The rings are there.
    }

    @Override
    public RxQueue rxQueue(final RxQueueSetup setup) {
        return new RingRxQueue(rings.ring(setup.index()), setup.counters());
    }

    @Override
    public TxQueue txQueue(final TxQueueSetup setup) {
        return new RingTxQueue(rings.ring(setup.index()), setup.counters());
    }

    @Override
    public void close() {
        shared.leave(rings);
    }

    @Override
    public MacAddress mac() {
        return MacAddress.ZERO;
    }
}
