package dev.pollmode.ethdev;

import dev.pollmode.mbuf.Mbuf;

/// Queues of a port that is not started: they receive nothing and take nothing.
final class Idle {
    static final RxQueue RX = new RxQueue() {
        @Override
        public int rxBurst(final Mbuf[] burst, final int offset, final int limit) {
            return 0;
        }
    };
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
