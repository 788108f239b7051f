package dev.pollmode.pmd.vf.mlx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.EthEvent;
import dev.pollmode.ethdev.Promiscuous;
import dev.pollmode.mlx5.model.ModelConfig;
import dev.pollmode.mlx5.prm.HealthSyndrome;
import dev.pollmode.sys.Errno;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a user gets to see when the device does not do what it should.
@Timeout(180)
class FaultsTest {
    private static final long PATIENCE_S = 60;
    private static final int MORE_PAGES_THAN_ANY_FUNCTION_NEEDS = 1 << 19;

    @TempDir
    private Path directory;
    private final BlockingQueue<String> removals = new ArrayBlockingQueue<>(16);
    private ModelPort lab;

    @BeforeEach
    void open() {
        lab = new ModelPort(directory, ModelConfig.DEFAULT, ",command_timeout_ms=200");
        lab.port().onEvent(event -> {
            if (event instanceof final EthEvent.Removal removal) {
                removals.add(removal.reason());
            }
        });
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    private void closesWithoutRemains() {
        lab.eal.unplug(lab.eal.device(ModelPort.ADDRESS).orElseThrow());
        assertThat(EthDevs.of(lab.eal).find(ModelPort.ADDRESS)).isEmpty();
        assertThat(lab.pool.inUse()).isZero();
    }

    private void returns() {
        lab.eal.plug(ModelPort.ADDRESS);
        lab.started().stop();
    }

    @Test
    void aCommandWithoutAnswerNamesItselfTheDeviceAndWhatToDo() throws InterruptedException {
        final EthDev port = lab.started();
        lab.function.device().faults().ignoreCommands(1);

        assertThatThrownBy(() -> port.capability(Promiscuous.class).promiscuous(true)).isInstanceOf(EthDevException.class)
            .hasMessageContaining(ModelPort.ADDRESS).hasMessageContaining("MODIFY_NIC_VPORT_CONTEXT").hasMessageContaining("ETIMEDOUT")
            .hasMessageContaining("200 ms").hasMessageContaining("close the port");
        assertThat(removals.poll(PATIENCE_S, TimeUnit.SECONDS)).isNotNull();
        assertThatThrownBy(() -> port.capability(Promiscuous.class).promiscuous(true)).isInstanceOfSatisfying(EthDevException.class,
            e -> assertThat(e.errno()).isEqualTo(Errno.ENODEV)).hasMessageContaining("MODIFY_NIC_VPORT_CONTEXT");
        closesWithoutRemains();
        returns();
    }

    @Test
    void slowCommandsAreWaitedFor() {
        lab.function.device().faults().delayCommands(TimeUnit.MILLISECONDS.toNanos(20));
        final EthDev port = lab.started();
        lab.function.device().faults().delayCommands(0);
        assertThat(port.link().up()).isTrue();
        assertThat(removals).isEmpty();
    }

    @Test
    void firmwareThatFailsIsToldByItsSyndrome() throws InterruptedException {
        lab.started();
        lab.function.device().failHealth(HealthSyndrome.TEMPERATURE);
        assertThat(removals.poll(PATIENCE_S, TimeUnit.SECONDS)).contains("syndrome 0x10 (too hot)").contains("closing the port");
        closesWithoutRemains();
        returns();
    }

    @Test
    void firmwareThatAsksForTooManyPagesIsRefusedAndTheCommandSaysSo() {
        final EthDev port = lab.started();
        port.stop();
        lab.function.device().starve(MORE_PAGES_THAN_ANY_FUNCTION_NEEDS);

        assertThatThrownBy(port::start).isInstanceOfSatisfying(EthDevException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOMEM))
            .hasMessageContaining(ModelPort.ADDRESS).hasMessageContaining("CREATE_CQ").hasMessageContaining("no resources")
            .hasMessageContaining("memory");
        port.start();
        assertThat(removals).isEmpty();
    }

    @Test
    void aCommandThatNeedsPagesGetsThemWhileTheInterruptThreadIsBusy() throws InterruptedException {
        final EthDev port = lab.started();
        port.stop();
        final CountDownLatch busy = new CountDownLatch(1);
        final BlockingQueue<String> release = new ArrayBlockingQueue<>(1);
        lab.eal.alarms().set(Duration.ofNanos(1_000), () -> {
            busy.countDown();
            take(release);
        });
        assertThat(busy.await(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
        lab.function.device().starve(40);
        port.start();
        release.add("go on");
        assertThat(removals).isEmpty();
    }

    private static void take(final BlockingQueue<String> queue) {
        try {
            queue.poll(PATIENCE_S, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
