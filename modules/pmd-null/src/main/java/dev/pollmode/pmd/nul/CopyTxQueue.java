package dev.pollmode.pmd.nul;

import dev.pollmode.ethdev.QueueCounters;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.mbuf.Mbuf;

/// Copies the bytes of every packet to nowhere, as a device would, then frees it.
final class CopyTxQueue extends TxQueue {
    private static final int CHUNK = 2048;

    private final byte[] nowhere = new byte[CHUNK];
    private final QueueCounters counters;

    CopyTxQueue(final QueueCounters counters) {
        this.counters = counters;
    }

    @Override
    public int txBurst(final Mbuf[] burst, final int offset, final int count) {
        long bytes = 0;
        for (int i = offset, end = offset + count; i < end; i++) {
            for (Mbuf segment = burst[i]; segment != null; segment = segment.next()) {
                copy(segment);
            }
            bytes += burst[i].packetLength();
        }
        Mbuf.freeBulk(burst, offset, count);
        counters.add(count, bytes);
        return count;
    }

    private void copy(final Mbuf segment) {
        final int length = segment.dataLength();
        for (int at = 0; at < length; at += CHUNK) {
            segment.getBytes(at, nowhere, 0, Math.min(CHUNK, length - at));
        }
    }
}
