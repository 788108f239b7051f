package dev.pollmode.pmd.ring;

import dev.pollmode.ethdev.DescriptorLimits;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDevInfo;
import dev.pollmode.ethdev.Link;
import dev.pollmode.ethdev.LinkControl;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxOffload;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.ethdev.spi.EthDevOps;
import dev.pollmode.ethdev.spi.RxQueueSetup;
import dev.pollmode.ethdev.spi.TxQueueSetup;
import java.util.Set;

/// A port of `net_ring`.
final class RingPort implements EthDevOps, LinkControl {
    private static final int SPEED_MBPS = 10_000;

    private final RingSet rings;
    private final SharedRings shared;
    private boolean up;

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
    public void start() {
        up = true;
    }

    @Override
    public void stop() {
        up = false;
    }

    @Override
    public void close() {
        shared.leave(rings);
    }

    @Override
    public Link link() {
        return Link.up(SPEED_MBPS).withUp(up);
    }

    @Override
    public void setLink(final boolean wanted) {
        up = wanted;
    }

    @Override
    public MacAddress mac() {
        return MacAddress.ZERO;
    }
}
