package dev.pollmode.pmd.nul;

import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.mbuf.Mbuf;

/// Receives nothing (`no-rx=1`).
final class SilentRxQueue extends RxQueue {
    @Override
    public int rxBurst(final Mbuf[] burst, final int offset, final int limit) {
        return 0;
    }
}
