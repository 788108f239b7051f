package dev.pollmode.test.support;

import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.mbuf.Mbuf;

/// A thread that sends what comes in at the first queue of either of two ports out of the other.
public final class Forwarder extends BusyThread {
    private final boolean keeps;
    private final Way there;
    private final Way back;

    private Forwarder(final EthDev a, final EthDev b, final boolean keeps) {
        super("forward " + a.name() + " " + b.name());
        this.keeps = keeps;
        there = new Way(a.rxQueue(0), b.txQueue(0));
        back = new Way(b.rxQueue(0), a.txQueue(0));
    }

    /// {@return a thread that forwards already; what a port doesn't take is dropped}
    ///
    /// @param a one port, started
    /// @param b the other
    public static Forwarder dropping(final EthDev a, final EthDev b) {
        final Forwarder forwarder = new Forwarder(a, b, false);
        forwarder.start();
        return forwarder;
    }

    /// {@return a thread that forwards already; each packet is offered until it is taken, and no more are received meanwhile}
    ///
    /// @param a one port, started
    /// @param b the other
    public static Forwarder keeping(final EthDev a, final EthDev b) {
        final Forwarder forwarder = new Forwarder(a, b, true);
        forwarder.start();
        return forwarder;
    }

    @Override
    void work() {
        if (there.move(keeps) + back.move(keeps) == 0) {
            Thread.yield();
        }
    }

    @Override
    void end() {
        there.drop();
        back.drop();
    }

    /// One way through, with the packets that were received and not taken yet.
    private static final class Way {
        private final RxQueue from;
        private final TxQueue to;
        private final Mbuf[] burst = new Mbuf[32];
        private int at;
        private int end;

        Way(final RxQueue from, final TxQueue to) {
            this.from = from;
            this.to = to;
        }

        int move(final boolean keeps) {
            if (at == end) {
                at = 0;
                end = from.rxBurst(burst, 0, burst.length);
            }
            final int sent = at == end ? 0 : to.txBurst(burst, at, end - at);
            at += sent;
            if (!keeps) {
                drop();
            }
            return sent;
        }

        void drop() {
            Mbuf.freeBulk(burst, at, end - at);
            at = end;
        }
    }
}
