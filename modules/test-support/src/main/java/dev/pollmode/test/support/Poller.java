package dev.pollmode.test.support;

import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import java.util.concurrent.atomic.AtomicLong;

/// A thread that receives and sends all the time, to be in the way of whoever stops and closes the port.
public final class Poller extends BusyThread {
    private static final int BURST = 16;

    private final RxQueue rx;
    private final TxQueue tx;
    private final Mempool pool;
    private final Mbuf[] burst = new Mbuf[BURST];
    private final AtomicLong polls = new AtomicLong();

    private Poller(final RxQueue rx, final TxQueue tx, final Mempool pool) {
        super("test-poller");
        this.rx = rx;
        this.tx = tx;
        this.pool = pool;
    }

    /// {@return a thread that polls already}
    ///
    /// @param rx where it receives
    /// @param tx where it sends
    /// @param pool where the packets to send come from
    public static Poller start(final RxQueue rx, final TxQueue tx, final Mempool pool) {
        final Poller poller = new Poller(rx, tx, pool);
        poller.start();
        return poller;
    }

    @Override
    void work() {
        Mbuf.freeBulk(burst, 0, rx.rxBurst(burst, 0, BURST));
        if (pool.getBulk(burst, 0, BURST)) {
            for (final Mbuf mbuf : burst) {
                PortTest.fill(mbuf);
            }
            final int sent = tx.txBurst(burst, 0, BURST);
            Mbuf.freeBulk(burst, sent, BURST - sent);
        }
        polls.incrementAndGet();
    }

    /// Waits until the thread has received and sent some more times.
    ///
    /// @param count how many times
    public void awaitPolls(final int count) {
        final long wanted = polls.get() + count;
        while (polls.get() < wanted && isAlive()) {
            Thread.yield();
        }
        assertNoFailure();
    }
}
