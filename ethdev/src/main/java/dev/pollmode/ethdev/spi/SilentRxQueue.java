package dev.pollmode.ethdev.spi;

import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.mbuf.Mbuf;

/// Receives nothing: for drivers that have nothing to receive from.
public final class SilentRxQueue extends RxQueue {
    /// Makes a queue.
    public SilentRxQueue() {
    }

    @Override
    public int rxBurst(final Mbuf[] burst, final int offset, final int limit) {
        return 0;
    }
}
