package dev.pollmode.ethdev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pollmode.ethdev.spi.PortContext;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.EventFd;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// ET-24: waiting for packets.
@Timeout(60)
final class RxWaiterTest extends FakePortTest {
    private final EventFd packets = EventFd.create();

    @AfterEach
    void closeEvents() {
        packets.close();
    }

    /// A port with packets when the event says so.
    private final class Telling extends FakePort implements RxInterrupts {
        Telling(final PortContext context) {
            super(context);
        }

        @Override
        public int interruptFd(final int queue) {
            return packets.fd().number();
        }

        @Override
        public void rxInterrupt(final int queue, final boolean on) {
            note("interrupt " + queue + ' ' + on);
        }
    }

    private EthDev telling() {
        return started(attach("fake0", Telling::new));
    }

    @Test
    void aVirtualThreadSleepsUntilPacketsCome() throws Exception {
        final RxWaiter waiter = RxWaiter.of(telling(), 0);
        final CompletableFuture<Boolean> woken = new CompletableFuture<>();
        final Thread sleeper = Thread.ofVirtual().start(() -> {
            try {
                woken.complete(waiter.await(Duration.ofSeconds(60)));
            } catch (final InterruptedException e) {
                woken.completeExceptionally(e);
            }
        });
        while (sleeper.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        packets.signal();
        assertThat(woken.get()).isTrue();
    }

    @Test
    void itGivesUpInTimeAndDisarmsTheQueue() throws Exception {
        final EthDev port = telling();
        assertThat(RxWaiter.of(port, 0).await(Duration.ofMillis(1))).isFalse();
        assertThat(behind(port).notes).endsWith("interrupt 0 true", "interrupt 0 false");
        packets.signal();
        assertThat(RxWaiter.of(port, 0).await(Duration.ofSeconds(60))).isTrue();
        assertThat(RxWaiter.of(port, 0).await(Duration.ofSeconds(60))).as("as long as packets wait").isTrue();
    }

    @Test
    void aPortThatCannotTellSaysSo() {
        final EthDev port = started(attach("fake0"));
        assertThatExceptionOfType(EthDevException.class).isThrownBy(() -> RxWaiter.of(port, 0))
            .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.ENOTSUP));
    }

    @Test
    void aQueueThatIsNotThereIsSaid() {
        final EthDev port = telling();
        assertThatExceptionOfType(EthDevException.class).isThrownBy(() -> RxWaiter.of(port, 3))
            .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
    }
}
