package dev.pollmode.ethdev;

import dev.pollmode.ethdev.spi.SilentRxQueue;
import dev.pollmode.mbuf.Mbuf;

/// Queues of a port that is not started: they receive nothing and take nothing.
final class Idle {
    static final RxQueue RX = new SilentRxQueue();
    static final TxQueue TX = new TxQueue() {
        @Override
        public int txBurst(final Mbuf[] burst, final int offset, final int count) {
            return 0;
        }

        @Override
        public int txPrepare(final Mbuf[] burst, final int offset, final int count) {
            return 0;
        }
    };

    private Idle() {
    }
}
