package dev.pollmode.pmd.pcap;

import dev.pollmode.ethdev.QueueCounters;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.mbuf.Mbuf;

/// Takes every packet and frees it: there is no file to write.
final class DropTxQueue extends TxQueue {
    private final QueueCounters counters;

    DropTxQueue(final QueueCounters counters) {
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
