package dev.pollmode.ethdev.spi;

import dev.pollmode.ethdev.QueueCounters;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.mbuf.Mbuf;

/// Takes every packet, counts it as sent and frees it: for drivers that send nowhere.
public final class DiscardTxQueue extends TxQueue {
    private final QueueCounters counters;

    /// Makes a queue.
    ///
    /// @param counters what it counts
    public DiscardTxQueue(final QueueCounters counters) {
        this.counters = counters;
    }

    @Override
    public int txBurst(final Mbuf[] burst, final int offset, final int count) {
        long bytes = 0;
        for (int i = offset, end = offset + count; i < end; i++) {
            bytes += burst[i].packetLength();
        }
        Mbuf.freeBulk(burst, offset, count);
        counters.add(count, bytes);
        return count;
    }
}
