package dev.pollmode.ethdev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.mbuf.Mbuf;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// FS-43, FS-46: what a queue used before may be released once the gate says that the polling thread has left.
final class BurstGateTest {
    private static final int ROUNDS = Integer.getInteger("pollmode.soak", 1) * 40_000;
    private static final long SOON_NS = 50_000_000;
    private static final long LATE_NS = TimeUnit.SECONDS.toNanos(20);

    private final BurstGate gate = new BurstGate();

    @Test
    void aThreadThatDoesNotPollCountsAsOutside() {
        assertThat(gate.awaitLeft(System.nanoTime())).isTrue();
    }

    @Test
    void aThreadInsideIsWaitedForUntilTheDeadline() {
        gate.enter();

        assertThat(gate.awaitLeft(System.nanoTime() + SOON_NS)).isFalse();
    }

    @Test
    void aThreadThatLeftAndCameBackHasLeft() {
        final long first = gate.enter();
        final long mark = gate.mark();
        assertThat(gate.hasLeft(mark)).isFalse();

        gate.leave(first);
        assertThat(gate.hasLeft(mark)).isTrue();
        gate.enter();

        assertThat(gate.hasLeft(mark)).isTrue();
    }

    @Test
    @Timeout(30)
    void waitsForTheThreadInside() throws InterruptedException {
        final CountDownLatch inside = new CountDownLatch(1);
        final CountDownLatch go = new CountDownLatch(1);
        final Thread poller = Thread.ofPlatform().start(() -> {
            final long entered = gate.enter();
            inside.countDown();
            awaitQuietly(go);
            gate.leave(entered);
        });
        inside.await();
        assertThat(gate.awaitLeft(System.nanoTime() + SOON_NS)).isFalse();

        go.countDown();

        assertThat(gate.awaitLeft(System.nanoTime() + LATE_NS)).isTrue();
        poller.join();
    }

    private static void awaitQuietly(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A queue that must not be used once it is released. The flag is plain on purpose: the gate has to order it.
    private static final class Mortal extends RxQueue {
        // Long enough to overlap with a release, short enough to enter often: most gates without their barriers fail here.
        private static final int LOOKS = 3;

        private boolean released;

        @Override
        public int rxBurst(final Mbuf[] burst, final int offset, final int limit) {
            for (int i = 0; i < LOOKS; i++) {
                if (released) {
                    throw new IllegalStateException("used after it was released");
                }
                Thread.onSpinWait();
            }
            return 0;
        }

        @Override
        protected void release() {
            released = true;
        }
    }

    @Test
    @Timeout(600)
    void nobodyIsInsideAQueueThatIsReleased_FS46() throws InterruptedException {
        final PortRxQueue queue = new PortRxQueue(0, 0, new QueueCounters());
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final CountDownLatch polled = new CountDownLatch(1);
        final Thread poller = Thread.ofPlatform().start(() -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    queue.rxBurst(null, 0, 0);
                    polled.countDown();
                }
            } catch (final IllegalStateException e) {
                failure.set(e);
            }
        });
        polled.await();
        Mortal now = new Mortal();
        for (int i = 0; i < ROUNDS && failure.get() == null; i++) {
            final Mortal next = new Mortal();
            handOver(queue, next);
            now.release();
            now = next;
        }
        poller.interrupt();
        poller.join();

        assertThat(failure.get()).isNull();
    }

    /// What the control plane does, with nothing in between that gives the polling thread time to make its mark seen.
    private static void handOver(final PortRxQueue queue, final RxQueue next) {
        final BurstGate gate = queue.gate();
        final long deadlineNs = System.nanoTime() + LATE_NS;
        queue.publish(next);
        assertThat(gate.hasLeft(gate.mark()) || gate.awaitLeft(deadlineNs)).isTrue();
    }
}
