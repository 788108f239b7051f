package dev.pollmode.pmd.ring;

import dev.pollmode.ethdev.QueueCounters;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Ring;

/// Receives what is in a ring. The packets themselves are not touched, so bytes are not counted and the port they
/// claim to come from stays (C DPDK does the same).
final class RingRxQueue extends RxQueue {
    private final Ring ring;
    private final QueueCounters counters;

    RingRxQueue(final Ring ring, final QueueCounters counters) {
        this.ring = ring;
        this.counters = counters;
    }

    @Override
    public int rxBurst(final Mbuf[] burst, final int offset, final int limit) {
        final int received = ring.dequeueBurst(burst, offset, limit);
        if (received > 0) {
            counters.addPackets(received);
        }
        return received;
    }

    @Override
    public int pending() {
        return ring.size();
    }
}
