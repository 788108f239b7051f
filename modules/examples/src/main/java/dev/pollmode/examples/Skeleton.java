package dev.pollmode.examples;

import dev.pollmode.eal.Eal;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import java.util.List;

/// Forwards packets between pairs of ports: what comes in on port 0 goes out on port 1 and the other way round, and so with
/// 2 and 3. The example that DPDK calls "skeleton", or basic forwarding.
public final class Skeleton {
    private static final int BURST = 32;

    private Skeleton() {
    }

    /// Runs until SIGINT or SIGTERM.
    ///
    /// @param args EAL options, with an even number of ports: `--vdev=net_tap0 --vdev=net_tap1`
    public static void main(final String[] args) {
        final StopSignal stop = StopSignal.install();
        try (Eal eal = Eal.init(args)) {
            final List<EthDev> ports = EthDevs.of(eal).available().toList();
            if (ports.isEmpty() || ports.size() % 2 != 0) {
                throw new IllegalArgumentException("an even number of ports is needed, not " + ports.size() + ": try --vdev=net_null0 --vdev=net_null1");
            }
            final Mempool pool = Mempool.builder(eal, "packets").count(8192 * ports.size()).create();
            ports.forEach(port -> start(port, pool));
            final RxQueue[] rx = ports.stream().map(port -> port.rxQueue(0)).toArray(RxQueue[]::new);
            final TxQueue[] tx = ports.stream().map(port -> port.txQueue(0)).toArray(TxQueue[]::new);
            System.out.println("forwarding between " + ports.size() + " ports");
            final Mbuf[] burst = new Mbuf[BURST];
            while (!stop.isAsked()) {
                for (int i = 0; i < rx.length; i++) {
                    forward(rx[i], tx[i ^ 1], burst);
                }
            }
            ports.forEach(port -> System.out.println("port " + port.id() + ": " + port.stats()));
        }
    }

    private static void start(final EthDev port, final Mempool pool) {
        port.configure(EthConf.queues(1, 1));
        port.setupRxQueue(0, QueueConf.DEFAULT, pool);
        port.setupTxQueue(0, QueueConf.DEFAULT);
        port.start();
    }

    private static void forward(final RxQueue from, final TxQueue to, final Mbuf[] burst) {
        final int received = from.rxBurst(burst, 0, BURST);
        final int sent = to.txBurst(burst, 0, received);
        // What the queue had no room for is still ours.
        Mbuf.freeBulk(burst, sent, received - sent);
    }
}
