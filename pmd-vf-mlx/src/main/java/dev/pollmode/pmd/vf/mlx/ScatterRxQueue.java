package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.spi.RxQueueSetup;
import dev.pollmode.mbuf.Mbuf;

/// Receives each frame into as many buffers as it needs: a work request is a list of buffers. Those that a frame did not need stay where they are.
final class ScatterRxQueue extends MlxRxQueue {
    private static final int REFILL = 8;

    private final MbufStock stock;
    private final int room;
    private final int segments;
    private final int batch;
    // By request and segment; null where a buffer is missing.
    private final Mbuf[] posted;

    ScatterRxQueue(final RxRing ring, final Presence presence, final RxQueueSetup setup, final int port) {
        super(ring, presence, setup, port);
        segments = ring.shape().segments();
        stock = new MbufStock(setup.pool(), setup.counters(), segments);
        room = ring.shape().segmentBytes();
        batch = Math.max(1, Math.min(REFILL, mask + 1 >> 2));
        posted = new Mbuf[(mask + 1) * segments];
    }

    @Override
    int longestFrame() {
        return room * segments;
    }

    @Override
    Mbuf take(final RxCompletions completion) {
        final int length = completion.length();
        if (!isNext(completion, length)) {
            fail();
            return null;
        }
        int at = (consumer++ & mask) * segments;
        final Mbuf head = posted[at];
        posted[at] = null;
        head.received(Math.min(length, room), port());
        Mbuf last = head;
        for (int left = length - room; left > 0; left -= room) {
            final Mbuf next = posted[++at];
            posted[at] = null;
            next.received(Math.min(left, room), port());
            last.chainNext(head, next);
            last = next;
        }
        return head;
    }

    @Override
    void refill() {
        if (mask + 1 - (producer - consumer) < batch) {
            return;
        }
        int written = producer;
        while (written - consumer <= mask && complete(written & mask)) {
            written++;
        }
        post(written);
    }

    /// Puts buffers where they are missing.
    ///
    /// @return false when the pool is empty; what was put stays
    private boolean complete(final int index) {
        for (int segment = 0; segment < segments; segment++) {
            final int at = index * segments + segment;
            if (posted[at] == null) {
                if (!stock.has(1)) {
                    return false;
                }
                posted[at] = stock.take();
                ring().put(index, segment, posted[at].dataIova());
            }
        }
        return true;
    }

    @Override
    void takeBack() {
        for (int i = 0; i < posted.length; i++) {
            if (posted[i] != null) {
                MbufStock.free(posted[i]);
                posted[i] = null;
            }
        }
        stock.giveBack();
    }
}
