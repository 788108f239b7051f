package dev.pollmode.ethdev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.mbuf.Mbuf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// ET-09: callbacks come and go while their queue is polled.
final class CallbackTest extends FakePortTest {
    private static final int ROUNDS = 2_000;

    private final Mbuf[] burst = new Mbuf[8];
    private EthDev port;

    @BeforeEach
    void start() {
        port = started(attach("fake0"));
    }

    @Test
    void theyAreCalledInTheirOrder() {
        final List<String> called = new ArrayList<>();
        port.addRxCallback(0, noting(called, "second"));
        port.addFirstRxCallback(0, noting(called, "first"));
        port.addRxCallback(0, noting(called, "third"));

        port.rxQueue(0).rxBurst(burst, 0, 8);

        assertThat(called).containsExactly("first", "second", "third");
    }

    private static RxCallback noting(final List<String> called, final String name) {
        return (id, queue, packets, offset, count, limit) -> {
            called.add(name);
            return count;
        };
    }

    @Test
    void theyMayHoldPacketsBack() {
        port.addTxCallback(0, (id, queue, packets, offset, count) -> count - 1);
        burst[0] = packet(64);
        burst[1] = packet(64);

        assertThat(port.txQueue(0).txBurst(burst, 0, 2)).isEqualTo(1);

        burst[1].free();
    }

    @Test
    void oneThatWasAddedTwiceIsRemovedOnce() {
        final List<String> called = new ArrayList<>();
        final RxCallback callback = noting(called, "it");
        final CallbackRegistration first = port.addRxCallback(0, callback);
        port.addRxCallback(0, callback);

        first.close();
        first.close();
        port.rxQueue(0).rxBurst(burst, 0, 8);

        assertThat(called).containsExactly("it");
    }

    @Test
    void oneMayRemoveItself() {
        final AtomicReference<CallbackRegistration> self = new AtomicReference<>();
        final List<Boolean> gone = new ArrayList<>();
        self.set(port.addRxCallback(0, (id, queue, packets, offset, count, limit) -> {
            self.get().remove();
            gone.add(self.get().isGone());
            return count;
        }));

        port.rxQueue(0).rxBurst(burst, 0, 8);
        port.rxQueue(0).rxBurst(burst, 0, 8);

        assertThat(gone).containsExactly(false);
        assertThat(self.get().isGone()).isTrue();
    }

    @Test
    @Timeout(60)
    void noThreadIsInsideOneThatWasRemoved() throws InterruptedException {
        final AtomicBoolean ended = new AtomicBoolean();
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final CountDownLatch polled = new CountDownLatch(1);
        final RxQueue queue = port.rxQueue(0);
        final Thread poller = Thread.ofPlatform().start(() -> {
            try {
                while (!ended.get()) {
                    queue.rxBurst(burst, 0, 8);
                    polled.countDown();
                }
            } catch (final IllegalStateException e) {
                failure.set(e);
            }
        });
        polled.await();
        for (int i = 0; i < ROUNDS && failure.get() == null; i++) {
            final AtomicBoolean alive = new AtomicBoolean(true);
            final CallbackRegistration callback = port.addRxCallback(0, (id, index, packets, offset, count, limit) -> {
                if (!alive.get()) {
                    throw new IllegalStateException("called after it was removed");
                }
                return count;
            });
            callback.close();
            alive.set(false);
        }
        ended.set(true);
        poller.join();

        assertThat(failure.get()).isNull();
    }
}
