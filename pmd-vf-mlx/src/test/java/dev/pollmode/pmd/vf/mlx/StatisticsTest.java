package dev.pollmode.pmd.vf.mlx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthStats;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.MulticastFilter;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mlx5.model.ModelConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the port counts, and what the device counts for it.
@Timeout(180)
class StatisticsTest {
    private static final MacAddress GROUP = MacAddress.parse("01:00:5e:00:00:07");
    private static final int LENGTH = 100;

    @TempDir
    private Path directory;
    private ModelPort lab;
    private EthDev port;

    @BeforeEach
    void open() {
        lab = new ModelPort(directory, ModelConfig.DEFAULT);
        port = lab.started();
        port.capability(MulticastFilter.class).multicastMacs(List.of(GROUP));
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    private void loop(final MacAddress destination, final int count) {
        for (int i = 0; i < count; i++) {
            final byte[] frame = new byte[LENGTH];
            System.arraycopy(destination.bytes(), 0, frame, 0, 6);
            ModelPort.send(port, lab.packet(frame));
            final Mbuf packet = ModelPort.receive(port);
            assertThat(packet.packetLength()).isEqualTo(LENGTH);
            packet.free();
        }
    }

    private void loopAll() {
        loop(port.mac(), 5);
        loop(GROUP, 3);
        loop(MacAddress.BROADCAST, 2);
    }

    private void assertLoopedOnce(final Map<String, Long> xstats) {
        for (final String direction : List.of("rx", "tx")) {
            assertThat(xstats).containsEntry(direction + "_unicast_packets", 5L).containsEntry(direction + "_unicast_bytes", 5L * LENGTH)
                .containsEntry(direction + "_multicast_packets", 3L).containsEntry(direction + "_multicast_bytes", 3L * LENGTH)
                .containsEntry(direction + "_broadcast_packets", 2L).containsEntry(direction + "_broadcast_bytes", 2L * LENGTH)
                .containsEntry(direction + "_vport_error_packets", 0L);
        }
    }

    @Test
    void theVirtualPortCountsUnderTheNamesOfDpdk() {
        loopAll();
        assertLoopedOnce(port.xstats());
        assertThat(port.stats().rxPackets()).isEqualTo(10);
        assertThat(port.stats().txBytes()).isEqualTo(10 * LENGTH);
    }

    @Test
    void aResetBeginsAtZeroWithoutTouchingTheDevice() {
        loopAll();
        port.resetXstats();
        assertThat(port.xstats()).allSatisfy((name, value) -> assertThat(value).as(name).isZero());
        assertThat(port.stats()).isEqualTo(EthStats.ZERO);
        loopAll();
        assertLoopedOnce(port.xstats());
        port.resetStats();
        assertThat(port.stats()).isEqualTo(EthStats.ZERO);
        // As in C, a reset of the port's counters leaves the device's alone.
        assertLoopedOnce(port.xstats());
    }

    @Test
    void totalsStayReadableWhenTheDeviceIsGone() {
        loopAll();
        lab.function.device().remove();
        ModelPort.await("the device seen to be gone", () -> !port.link().up());
        lab.eal.device(ModelPort.ADDRESS).ifPresent(lab.eal::unplug);
        assertThat(port.stats().rxPackets()).isEqualTo(10);
        assertThat(port.stats().txPackets()).isEqualTo(10);
    }

    @Test
    void framesTheDeviceRefusesAreItsErrors() {
        final byte[] frame = new byte[1600];
        System.arraycopy(port.mac().bytes(), 0, frame, 0, 6);
        ModelPort.send(port, lab.packet(frame));
        ModelPort.await("the error counted", () -> port.xstats().get("tx_vport_error_packets") == 1);
    }
}
