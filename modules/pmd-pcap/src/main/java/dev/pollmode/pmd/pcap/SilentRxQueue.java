package dev.pollmode.pmd.pcap;

import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.mbuf.Mbuf;

/// Receives nothing: there is no file to read.
final class SilentRxQueue extends RxQueue {
    @Override
    public int rxBurst(final Mbuf[] burst, final int offset, final int limit) {
        return 0;
    }
}
