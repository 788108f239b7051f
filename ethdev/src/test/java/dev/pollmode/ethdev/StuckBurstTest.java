package dev.pollmode.ethdev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.sys.Errno;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What happens to a port while a thread does not come back from a burst (FS-46): it is said, and nothing is freed.
@Timeout(60)
final class StuckBurstTest extends FakePortTest {
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private EthDev port;
    private FakePort device;
    private Thread poller;

    @BeforeEach
    void getStuck() throws InterruptedException {
        port = started(attach("fake0"));
        device = behind(port);
        device.onBurst = () -> {
            inside.countDown();
            try {
                go.await();
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        final RxQueue queue = port.rxQueue(0);
        poller = Thread.ofPlatform().start(() -> queue.rxBurst(new Mbuf[4], 0, 4));
        inside.await();
    }

    @AfterEach
    void letGo() throws InterruptedException {
        go.countDown();
        poller.join();
    }

    @Test
    void stopSaysSoAndCanBeTriedAgain() throws InterruptedException {
        assertThat(refusal(Errno.EBUSY, port::stop)).hasMessageContaining("rx queue 0");
        assertThat(port.isStarted()).isTrue();
        assertThat(device.notes).doesNotContain("stop");

        letGo();
        port.stop();

        assertThat(port.isStarted()).isFalse();
        assertThat(device.notes).endsWith("stop");
    }

    @Test
    void closeSaysSoAndLeavesWhatTheThreadMayTouch() throws InterruptedException {
        port.close();

        assertThat(port.isOpen()).isFalse();
        assertThat(ports.find("fake0")).isEmpty();
        assertThat(logged()).contains("rx queue 0", "fake0", "stays allocated");
        letGo();
        assertThat(device.notes).doesNotContain("stop", "release rx 0", "release tx 0", "close");
    }

    @Test
    void aCallbackIsRemovedButNotGone() throws InterruptedException {
        final CallbackRegistration callback = port.addRxCallback(0, (id, queue, burst, offset, count, limit) -> count);

        refusal(Errno.EBUSY, callback::close);
        assertThat(callback.isGone()).isFalse();

        letGo();
        assertThat(callback.isGone()).isTrue();
        callback.close();
    }
}
