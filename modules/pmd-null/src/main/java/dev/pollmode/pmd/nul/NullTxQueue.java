package dev.pollmode.pmd.nul;

import dev.pollmode.ethdev.QueueCounters;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.mbuf.Mbuf;

/// Takes every packet and frees it.
final class NullTxQueue extends TxQueue {
    private final QueueCounters counters;

    NullTxQueue(final QueueCounters counters) {
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
