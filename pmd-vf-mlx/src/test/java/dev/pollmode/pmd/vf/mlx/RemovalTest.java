package dev.pollmode.pmd.vf.mlx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.EthEvent;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mlx5.model.ModelConfig;
import dev.pollmode.mlx5.prm.HealthSyndrome;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The device goes while frames flow: it is told, nothing waits, and every packet comes home.
@Timeout(180)
class RemovalTest {
    @TempDir
    private Path directory;
    private final CountDownLatch removed = new CountDownLatch(1);
    private ModelPort lab;
    private EthDev port;

    @BeforeEach
    void open() {
        lab = new ModelPort(directory, ModelConfig.DEFAULT);
        port = lab.started();
        port.onEvent(event -> {
            if (event instanceof EthEvent.Removal) {
                removed.countDown();
            }
        });
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    /// Sends and receives until the removal is told.
    private void pump(final Runnable departure) {
        final Mbuf[] out = new Mbuf[1];
        final Mbuf[] in = new Mbuf[16];
        final long[] received = new long[1];
        final Thread remover = new Thread(departure, "remover");
        ModelPort.await("the removal", () -> {
            final Mbuf packet = lab.pool.tryAlloc();
            packet.append(64);
            packet.putBytes(0, port.mac().bytes(), 0, 6);
            out[0] = packet;
            if (port.txQueue(0).txBurst(out, 0, 1) == 0) {
                packet.free();
            }
            final int count = port.rxQueue(0).rxBurst(in, 0, in.length);
            Mbuf.freeBulk(in, 0, count);
            received[0] += count;
            if (received[0] > 20 && remover.getState() == Thread.State.NEW) {
                remover.start();
            }
            return removed.getCount() == 0;
        });
        closePort();
        assertThat(lab.pool.inUse()).isZero();
    }

    /// The bus may be doing the same.
    private void closePort() {
        if (EthDevs.of(lab.eal).find(port.name()).isPresent()) {
            lab.eal.device(ModelPort.ADDRESS).ifPresent(lab.eal::unplug);
        }
        ModelPort.await("the port closed", () -> EthDevs.of(lab.eal).find(port.name()).isEmpty());
    }

    @Test
    void registersThatReadAsOnesMeanThatItIsGone() {
        pump(() -> lab.function.device().remove());
    }

    @Test
    void aServerThatEndsIsADeviceThatIsGone() {
        pump(() -> lab.server.close());
    }

    @Test
    void firmwareThatStandsStillIsGivenUp() {
        pump(() -> lab.function.device().failHealth(HealthSyndrome.FIRMWARE_ERROR));
    }

    @Test
    void aDeviceThatIsWantedBackIsLetGo() {
        pump(() -> lab.function.requestRelease());
        ModelPort.await("the device closed", () -> lab.eal.device(ModelPort.ADDRESS).isEmpty()
            || !lab.eal.device(ModelPort.ADDRESS).orElseThrow().isProbed());
    }

    /// What a removed device had queued is counted: the failsafe port tells it from these errors.
    @Test
    void whatTheDeviceDidNotSendCountsAsErrors() {
        lab.function.device().remove();
        int taken = 0;
        for (int i = 0; i < 10; i++) {
            final Mbuf packet = lab.packet(new byte[60]);
            final int count = port.txQueue(0).txBurst(new Mbuf[] {packet}, 0, 1);
            taken += count;
            Mbuf.freeBulk(new Mbuf[] {packet}, 0, 1 - count);
        }
        assertThat(taken).isPositive();
        assertThat(port.stats().txErrors()).isZero();
        port.stop();
        assertThat(port.stats().txErrors()).isEqualTo(taken);
        assertThat(lab.pool.inUse()).isZero();
    }
}
