package dev.pollmode.test.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.eal.ThreadSlots;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import java.util.concurrent.atomic.AtomicLong;

/// A thread that receives and sends all the time, to be in the way of whoever stops and closes the port.
public final class Poller implements AutoCloseable {
    private static final int BURST = 16;
    private static final long PATIENCE_MS = 20_000;

    private final RxQueue rx;
    private final TxQueue tx;
    private final Mempool pool;
    private final Thread thread;
    private final AtomicLong polls = new AtomicLong();
    private volatile boolean ended;
    private volatile Throwable failure;

    private Poller(final RxQueue rx, final TxQueue tx, final Mempool pool) {
        this.rx = rx;
        this.tx = tx;
        this.pool = pool;
        thread = new Thread(this::run, "test-poller");
    }

    /// {@return a thread that polls already}
    ///
    /// @param rx where it receives
    /// @param tx where it sends
    /// @param pool where the packets to send come from
    public static Poller start(final RxQueue rx, final TxQueue tx, final Mempool pool) {
        final Poller poller = new Poller(rx, tx, pool);
        poller.thread.start();
        return poller;
    }

    private void run() {
        final Mbuf[] burst = new Mbuf[BURST];
        try (var _ = ThreadSlots.register()) {
            while (!ended) {
                poll(burst);
                polls.incrementAndGet();
            }
        } catch (final RuntimeException | Error e) {
            failure = e;
        }
    }

    private void poll(final Mbuf[] burst) {
        Mbuf.freeBulk(burst, 0, rx.rxBurst(burst, 0, BURST));
        if (pool.getBulk(burst, 0, BURST)) {
            for (final Mbuf mbuf : burst) {
                PortTest.fill(mbuf);
            }
            final int sent = tx.txBurst(burst, 0, BURST);
            Mbuf.freeBulk(burst, sent, BURST - sent);
        }
    }

    /// Waits until the thread has received and sent some more times.
    ///
    /// @param count how many times
    public void awaitPolls(final int count) {
        final long wanted = polls.get() + count;
        while (polls.get() < wanted && thread.isAlive()) {
            Thread.yield();
        }
        assertThat(failure).as("failure of the polling thread").isNull();
    }

    /// Ends the thread.
    ///
    /// @throws AssertionError when it had failed
    @Override
    public void close() {
        ended = true;
        try {
            thread.join(PATIENCE_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertThat(thread.isAlive()).as("polling thread still inside a burst").isFalse();
        assertThat(failure).as("failure of the polling thread").isNull();
    }
}
