package dev.pollmode.pmd.ring;

import dev.pollmode.ethdev.QueueCounters;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Ring;

/// Sends into a ring; what doesn't fit stays the caller's.
final class RingTxQueue extends TxQueue {
    private final Ring ring;
    private final QueueCounters counters;

    RingTxQueue(final Ring ring, final QueueCounters counters) {
        this.ring = ring;
        this.counters = counters;
    }

    @Override
    public int txBurst(final Mbuf[] burst, final int offset, final int count) {
        final int sent = ring.enqueueBurst(burst, offset, count);
        if (sent > 0) {
            counters.addPackets(sent);
        }
        return sent;
    }
}
