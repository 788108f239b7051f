package dev.pollmode.pmd.vf.mlx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mlx5.model.ModelConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Ports that want headers in their work requests.
@Timeout(180)
class InlineModeTest {
    @TempDir
    private Path directory;
    private final Random random = new Random(5);
    private ModelPort lab;

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    private byte[] frame(final EthDev port, final int length) {
        final byte[] frame = new byte[length];
        random.nextBytes(frame);
        System.arraycopy(port.mac().bytes(), 0, frame, 0, 6);
        frame[12] = (byte) 0x88;
        frame[13] = (byte) 0xb5;
        return frame;
    }

    private void receives(final EthDev port, final byte[] frame) {
        final Mbuf received = ModelPort.receive(port);
        assertThat(ModelPort.bytes(received)).isEqualTo(frame);
        received.free();
    }

    @Test
    void headersStandInWorkRequestsWhereThePortWantsThem() {
        lab = new ModelPort(directory, ModelConfig.DEFAULT.withInlineMode(1));
        final EthDev port = lab.started();
        for (int length = 60; length <= 1514; length += 29) {
            final byte[] frame = frame(port, length);
            ModelPort.send(port, lab.packet(frame));
            receives(port, frame);
        }
        for (int first = 1; first < 40; first++) {
            final byte[] frame = frame(port, 100);
            final Mbuf packet = lab.packet(Arrays.copyOf(frame, first));
            packet.chain(lab.packet(Arrays.copyOfRange(frame, first, frame.length)));
            ModelPort.send(port, packet);
            receives(port, frame);
        }
        ModelPort.send(port, lab.packet(frame(port, 18)));
        assertThat(port.stats().txErrors()).isEqualTo(1);
    }

    @Test
    void aPortThatWantsMoreIsRefused() {
        lab = new ModelPort(directory, ModelConfig.DEFAULT.withInlineMode(2));
        assertThat(EthDevs.of(lab.eal).all()).isEmpty();
    }
}
