package dev.pollmode.pmd.nul;

import dev.pollmode.ethdev.QueueCounters;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.spi.RxQueueSetup;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;

/// Receives packets of one length as fast as the pool gives buffers; their bytes are whatever the buffer holds, or zeros when copying.
final class NullRxQueue extends RxQueue {
    private final Mempool pool;
    private final QueueCounters counters;
    private final int port;
    private final int size;
    private final byte[] content;

    NullRxQueue(final RxQueueSetup setup, final int port, final NullConf conf) {
        pool = setup.pool();
        counters = setup.counters();
        this.port = port;
        size = conf.size();
        content = conf.copy() ? new byte[size] : null;
    }

    @Override
    public int rxBurst(final Mbuf[] burst, final int offset, final int limit) {
        if (!pool.getBulkRaw(burst, offset, limit)) {
            counters.addNoMbuf(1);
            return 0;
        }
        final int length = size;
        final int from = port;
        for (int i = offset, end = offset + limit; i < end; i++) {
            burst[i].received(length, from);
        }
        if (content != null) {
            fill(burst, offset, limit);
        }
        counters.add(limit, (long) limit * length);
        return limit;
    }

    private void fill(final Mbuf[] burst, final int offset, final int count) {
        for (int i = offset; i < offset + count; i++) {
            burst[i].putBytes(0, content, 0, size);
        }
    }
}
