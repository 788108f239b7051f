package dev.pollmode.ethdev;

import dev.pollmode.mbuf.Mbuf;

/// Queues that receive and take nothing, in place of those that would: see [Chaos#stall].
final class Stalled {
    /// In place of a receiving queue.
    static final class Rx extends RxQueue {
        private final RxQueue behind;

        Rx(final RxQueue behind) {
            this.behind = behind;
        }

        RxQueue behind() {
            return behind;
        }

        @Override
        public int rxBurst(final Mbuf[] burst, final int offset, final int limit) {
            return 0;
        }
    }

    /// In place of a sending queue.
    static final class Tx extends TxQueue {
        private final TxQueue behind;

        Tx(final TxQueue behind) {
            this.behind = behind;
        }

        TxQueue behind() {
            return behind;
        }

        @Override
        public int txBurst(final Mbuf[] burst, final int offset, final int count) {
            return 0;
        }
    }

    private Stalled() {
    }
}
