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

/// Sends each frame back where it came from, with source and destination swapped.
public final class L2Echo {
    private static final int BURST = 32;
    private static final int ETHERNET_HEADER = 14;

    private L2Echo() {
    }

    /// Runs until SIGINT or SIGTERM.
    ///
    /// @param args EAL options with a port: `--vdev=net_tap0,iface=echo0`
    public static void main(final String[] args) {
        final StopSignal stop = StopSignal.install();
        try (Eal eal = Eal.init(args)) {
            final EthDev port = EthDevs.of(eal).available().findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a port is needed: try --vdev=net_tap0,iface=echo0"));
            port.configure(EthConf.queues(1, 1));
            port.setupRxQueue(0, QueueConf.DEFAULT, Mempool.builder(eal, "packets").create());
            port.setupTxQueue(0, QueueConf.DEFAULT);
            port.start();
            System.out.println("echoing on " + port.name() + ", " + port.link().text());
            echo(port.rxQueue(0), port.txQueue(0), stop);
            System.out.println(port.stats());
        }
    }

    private static void echo(final RxQueue rx, final TxQueue tx, final StopSignal stop) {
        final Mbuf[] burst = new Mbuf[BURST];
        while (!stop.isAsked()) {
            final int received = rx.rxBurst(burst, 0, BURST);
            for (int i = 0; i < received; i++) {
                swapAddresses(burst[i]);
            }
            final int sent = tx.txBurst(burst, 0, received);
            Mbuf.freeBulk(burst, sent, received - sent);
        }
    }

    private static void swapAddresses(final Mbuf frame) {
        if (frame.dataLength() < ETHERNET_HEADER) {
            return;
        }
        final int destinationHigh = frame.getInt(0);
        final short destinationLow = frame.getShort(4);
        frame.putInt(0, frame.getInt(6));
        frame.putShort(4, frame.getShort(10));
        frame.putInt(6, destinationHigh);
        frame.putShort(10, destinationLow);
    }
}
