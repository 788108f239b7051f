package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.QueueCounters;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;

/// Mbufs at hand for one polling thread, taken from their pool in bulk.
final class MbufStock {
    private static final int BULK = 32;

    private final Mempool pool;
    private final QueueCounters counters;
    private final Mbuf[] items;
    private int size;

    /// @param counters where it counts that the pool was empty
    /// @param most how many are asked for at once
    MbufStock(final Mempool pool, final QueueCounters counters, final int most) {
        this.pool = pool;
        this.counters = counters;
        items = new Mbuf[BULK + most];
    }

    /// Makes sure that so many are at hand.
    ///
    /// @return false, and counted, when the pool has not that many left
    boolean has(final int wanted) {
        return size >= wanted || fill(wanted);
    }

    private boolean fill(final int wanted) {
        if (pool.getBulkRaw(items, size, BULK)) {
            size += BULK;
        }
        while (size < wanted) {
            if (!pool.getBulkRaw(items, size, 1)) {
                counters.addNoMbuf(1);
                return false;
            }
            size++;
        }
        return true;
    }

    /// {@return one that is at hand; [Mbuf#received] comes before everything else}
    Mbuf take() {
        return items[--size];
    }

    /// Puts the last one that was taken back, unused.
    void putBack(final Mbuf unused) {
        items[size++] = unused;
    }

    /// Gives all back.
    void giveBack() {
        while (size > 0) {
            free(take());
        }
    }

    /// Gives one back that the device never filled.
    static void free(final Mbuf unused) {
        unused.received(0, Mbuf.NO_PORT);
        unused.free();
    }
}
