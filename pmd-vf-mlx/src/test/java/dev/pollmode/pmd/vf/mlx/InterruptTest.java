package dev.pollmode.pmd.vf.mlx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.RxInterrupts;
import dev.pollmode.ethdev.RxWaiter;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mlx5.model.ModelConfig;
import dev.pollmode.sys.Epoll;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A queue whose interrupt is armed wakes who waits for it.
@Timeout(180)
class InterruptTest {
    private static final int PATIENCE_MS = 60_000;

    @TempDir
    private Path directory;
    private final Mbuf[] burst = new Mbuf[32];
    private ModelPort lab;
    private EthDev port;
    private RxInterrupts interrupts;
    private Epoll epoll;

    @BeforeEach
    void open() {
        lab = new ModelPort(directory, ModelConfig.DEFAULT);
        port = lab.started(EthConf.queues(2, 1));
        interrupts = port.capability(RxInterrupts.class);
        epoll = Epoll.create(4);
        epoll.add(interrupts.interruptFd(0), Epoll.EPOLLIN, 0);
    }

    @AfterEach
    void close() throws Exception {
        epoll.close();
        lab.close();
    }

    private void send() {
        ModelPort.send(port, lab.packet(Packets.ipv4(port.mac(), Packets.UDP, 1, 100)));
    }

    private void receive() {
        ModelPort.await("a frame", () -> {
            final int count = port.rxQueue(0).rxBurst(burst, 0, burst.length);
            Mbuf.freeBulk(burst, 0, count);
            return count > 0;
        });
    }

    @Test
    void aFrameWakesEachTime() {
        for (int i = 0; i < 10; i++) {
            interrupts.rxInterrupt(0, true);
            assertThat(epoll.await(0)).isZero();
            send();
            assertThat(epoll.await(PATIENCE_MS)).isEqualTo(1);
            interrupts.rxInterrupt(0, false);
            assertThat(epoll.await(0)).isZero();
            receive();
        }
    }

    @Test
    void framesThatCameBeforeWakeAtOnce() {
        send();
        ModelPort.await("the frame in its buffer", () -> port.stats().txPackets() == 1 && extended("rx_unicast_packets") == 1);
        interrupts.rxInterrupt(0, true);
        assertThat(epoll.await(PATIENCE_MS)).isEqualTo(1);
        receive();
    }

    private long extended(final String name) {
        return port.xstats().get(name);
    }

    @Test
    void whoDoesNotWaitIsNotWoken() {
        interrupts.rxInterrupt(0, true);
        interrupts.rxInterrupt(0, false);
        send();
        receive();
        assertThat(epoll.await(0)).isZero();
    }

    @Test
    void anApplicationSleepsUntilFramesCome_ET24() throws InterruptedException {
        final RxWaiter waiter = RxWaiter.of(port, 0);
        assertThat(waiter.await(Duration.ofMillis(1))).isFalse();
        for (int i = 0; i < 3; i++) {
            send();
            assertThat(waiter.await(Duration.ofMillis(PATIENCE_MS))).isTrue();
            receive();
        }
    }

    @Test
    void aStoppedPortCannotInterrupt() {
        port.stop();
        assertThatThrownBy(() -> interrupts.rxInterrupt(0, true)).isInstanceOf(EthDevException.class).hasMessageContaining("stopped");
        port.start();
        interrupts.rxInterrupt(0, true);
        send();
        assertThat(epoll.await(PATIENCE_MS)).isEqualTo(1);
        receive();
    }
}
