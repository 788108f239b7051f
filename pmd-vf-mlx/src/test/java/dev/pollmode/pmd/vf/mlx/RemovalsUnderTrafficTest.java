package dev.pollmode.pmd.vf.mlx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.eal.ThreadSlots;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.EthEvent;
import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mlx5.model.ModelConfig;
import dev.pollmode.test.support.LeakCheck;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The device leaves and returns, again and again, while four queues send and one receives and the link flaps: nothing is left behind.
///
/// With `-Dpollmode.soak=30` more than a thousand times.
@Timeout(900)
class RemovalsUnderTrafficTest {
    private static final int ROUNDS = 34 * Integer.getInteger("pollmode.soak", 1);
    private static final int TX_QUEUES = 4;
    private static final int BURST = 16;
    private static final int SOME_FRAMES = 64;

    /// The ways to leave.
    private enum Departure {
        WANTED_BACK, SERVER_DIES, READS_AS_ONES
    }

    @TempDir
    private Path directory;
    private final AtomicLong received = new AtomicLong();
    private final AtomicInteger linkChanges = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private ModelPort lab;
    private volatile boolean leaving;

    @BeforeEach
    void open() {
        lab = new ModelPort(directory, ModelConfig.DEFAULT);
        lab.eal.unplug(lab.port().device());
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    private EthDev start() {
        lab.eal.plug(ModelPort.ADDRESS);
        final EthDev port = EthDevs.of(lab.eal).find(ModelPort.ADDRESS).orElseThrow();
        port.configure(EthConf.queues(1, TX_QUEUES).withInterrupts(true, true));
        port.setupRxQueue(0, QueueConf.descriptors(256), lab.pool);
        for (int i = 0; i < TX_QUEUES; i++) {
            port.setupTxQueue(i, QueueConf.descriptors(128));
        }
        port.start();
        return port;
    }

    private Thread traffic(final String name, final Runnable round) {
        return Thread.ofPlatform().name(name).start(() -> {
            try (AutoCloseable slot = ThreadSlots.register()) {
                assertThat(slot).isNotNull();
                while (!leaving) {
                    round.run();
                }
            } catch (final Throwable e) {
                failure.set(e);
            }
        });
    }

    private Runnable sender(final EthDev port, final int first) {
        final byte[] mac = port.mac().bytes();
        final Mbuf[] burst = new Mbuf[BURST];
        return () -> {
            for (int queue = first; queue < first + 2; queue++) {
                int count = 0;
                for (Mbuf packet = lab.pool.tryAlloc(); packet != null; packet = lab.pool.tryAlloc()) {
                    packet.append(64 + count);
                    packet.putBytes(0, mac, 0, mac.length);
                    burst[count++] = packet;
                    if (count == BURST) {
                        break;
                    }
                }
                final int sent = port.txQueue(queue).txBurst(burst, 0, count);
                Mbuf.freeBulk(burst, sent, count - sent);
            }
            Thread.yield();
        };
    }

    private Runnable receiver(final EthDev port) {
        final Mbuf[] burst = new Mbuf[BURST];
        return () -> {
            final int count = port.rxQueue(0).rxBurst(burst, 0, BURST);
            Mbuf.freeBulk(burst, 0, count);
            received.addAndGet(count);
            if (count == 0) {
                Thread.yield();
            }
        };
    }

    private void leaveAndReturn(final Departure departure) throws InterruptedException {
        leaving = false;
        final EthDev port = start();
        final CountDownLatch removed = new CountDownLatch(1);
        port.onEvent(event -> {
            if (event instanceof EthEvent.Removal) {
                removed.countDown();
            } else if (event instanceof EthEvent.LinkChange) {
                linkChanges.incrementAndGet();
            }
        });
        final Thread[] threads = {traffic("sender 0", sender(port, 0)), traffic("sender 2", sender(port, 2)), traffic("receiver", receiver(port))};
        final long before = received.get();
        ModelPort.await("frames", () -> received.get() >= before + SOME_FRAMES || failure.get() != null);
        flap(port);
        leave(departure);
        ModelPort.await("the removal", () -> {
            // Whoever asks the device finds out at once; otherwise the watch does.
            assertThat(port.link()).isNotNull();
            return removed.getCount() == 0;
        });
        leaving = true;
        for (final Thread thread : threads) {
            thread.join();
        }
        assertThat(failure.get()).isNull();
        lab.eal.device(ModelPort.ADDRESS).ifPresent(lab.eal::unplug);
        ModelPort.await("the port closed", () -> EthDevs.of(lab.eal).find(ModelPort.ADDRESS).isEmpty());
        assertThat(lab.pool.inUse()).as("mbufs that did not come home").isZero();
        assertThat(port.stats().rxPackets()).isPositive();
    }

    private void flap(final EthDev port) {
        final int told = linkChanges.get();
        lab.function.device().setLink(false);
        ModelPort.await("the link down", () -> !port.link().up());
        lab.function.device().setLink(true);
        ModelPort.await("the link up and told", () -> port.link().up() && linkChanges.get() > told);
    }

    private void leave(final Departure departure) {
        switch (departure) {
            case WANTED_BACK -> assertThat(lab.function.requestRelease()).isTrue();
            case SERVER_DIES -> {
                lab.server.close();
                lab.serve();
            }
            case READS_AS_ONES -> lab.function.device().remove();
        }
    }

    @Test
    void nothingIsLeftBehindHoweverOftenTheDeviceLeavesAndReturns() throws InterruptedException {
        final Departure[] departures = Departure.values();
        for (final Departure departure : departures) {
            leaveAndReturn(departure);
        }
        lab.server.close();
        try (LeakCheck leaks = LeakCheck.begin(lab.eal)) {
            assertThat(leaks).isNotNull();
            lab.serve();
            for (int round = 0; round < ROUNDS; round++) {
                leaveAndReturn(departures[round % departures.length]);
            }
            lab.server.close();
        }
        assertThat(linkChanges).hasValueGreaterThanOrEqualTo(ROUNDS);
    }
}
