package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.spi.RxQueueSetup;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;

/// Receives each frame into one buffer: a work request is a buffer, a completion is a frame, in the same order. Buffers are posted in batches.
final class BufferRxQueue extends MlxRxQueue {
    private static final int REFILL = 32;

    private final Mempool pool;
    private final int room;
    private final int batch;
    private final Mbuf[] posted;

    BufferRxQueue(final RxRing ring, final Presence presence, final RxQueueSetup setup, final int port) {
        super(ring, presence, setup, port);
        pool = setup.pool();
        room = ring.shape().segmentBytes();
        batch = Math.min(REFILL, mask + 1);
        posted = new Mbuf[mask + 1];
    }

    @Override
    int longestFrame() {
        return room;
    }

    @Override
    Mbuf take(final RxCompletions completion) {
        final int length = completion.length();
        if (!isNext(completion, length)) {
            fail();
            return null;
        }
        final Mbuf packet = posted[consumer++ & mask];
        packet.received(length, port());
        return packet;
    }

    @Override
    void refill() {
        int written = producer;
        while (mask + 1 - (written - consumer) >= batch) {
            // Batches fill the ring exactly, so that none wraps.
            final int first = written & mask;
            if (!pool.getBulkRaw(posted, first, batch)) {
                counters().addNoMbuf(1);
                break;
            }
            for (int index = first; index < first + batch; index++) {
                ring().put(index, 0, posted[index].dataIova());
            }
            written += batch;
        }
        post(written);
    }

    @Override
    void takeBack() {
        while (consumer != producer) {
            MbufStock.free(posted[consumer++ & mask]);
        }
    }
}
