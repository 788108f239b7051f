package dev.pollmode.pmd.vf.mlx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.TxOffload;
import dev.pollmode.ethdev.TxRefusal;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mbuf.TxLengths;
import dev.pollmode.mlx5.model.ModelConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Large TCP packets are cut by the device.
@Timeout(180)
class SegmentationTest {
    private static final int MSS = 1000;
    private static final int HEADER = 14 + 20 + 20;
    private static final int SEQUENCE = 14 + 20 + 4;
    private static final byte[] HEADERS = HexFormat.of().parseHex("0800" + "4500000012344000400600000a0000010a000002"
        + "12345678" + "00001000" + "00002000" + "5019" + "0100" + "0000" + "0000");

    @TempDir
    private Path directory;
    private ModelPort lab;
    private EthDev port;

    private void start(final int mode, final String arguments) {
        lab = new ModelPort(directory, ModelConfig.DEFAULT.withInlineMode(mode), arguments);
        port = lab.started(EthConf.queues(1, 1)
            .withTxOffloads(Set.of(TxOffload.MULTI_SEGS, TxOffload.TCP_TSO, TxOffload.IPV4_CKSUM, TxOffload.TCP_CKSUM, TxOffload.VLAN_INSERT))
            .withRxOffloads(Set.of(RxOffload.IPV4_CKSUM, RxOffload.TCP_CKSUM)));
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    private byte[] large(final int payload) {
        final byte[] bytes = new byte[HEADER + payload];
        new Random(payload).nextBytes(bytes);
        System.arraycopy(port.mac().bytes(), 0, bytes, 0, 6);
        System.arraycopy(HEADERS, 0, bytes, 12, HEADERS.length);
        return bytes;
    }

    private Mbuf packet(final byte[] bytes, final long flags) {
        Mbuf packet = null;
        for (int at = 0; at < bytes.length; at += 1800) {
            final Mbuf part = lab.packet(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 1800)));
            if (packet == null) {
                packet = part;
            } else {
                packet.chain(part);
            }
        }
        packet.offloads(Offload.TX_TCP_SEG | Offload.TX_IPV4 | Offload.TX_IP_CKSUM | flags);
        packet.txLengths(TxLengths.of(14, 20, 20, MSS));
        packet.vlanTci(7);
        return packet;
    }

    /// Receives the frames of a large packet.
    private void receives(final byte[] large, final int tag) {
        final int payload = large.length - HEADER;
        int done = 0;
        do {
            final Mbuf frame = ModelPort.receive(port);
            final byte[] bytes = ModelPort.bytes(frame);
            final int part = Math.min(MSS, payload - done);
            assertThat(frame.packetLength()).isEqualTo(Math.max(60, HEADER + part + tag));
            assertThat(frame.offloads() & Offload.RX_IP_CKSUM_MASK).isEqualTo(Offload.RX_IP_CKSUM_GOOD);
            assertThat(frame.offloads() & Offload.RX_L4_CKSUM_MASK).isEqualTo(Offload.RX_L4_CKSUM_GOOD);
            assertThat(frame.getInt(SEQUENCE + tag)).isEqualTo(0x1000 + done);
            for (int i = 0; i < part; i++) {
                assertThat(bytes[HEADER + tag + i]).isEqualTo(large[HEADER + done + i]);
            }
            done += part;
            frame.free();
        } while (done < payload);
    }

    @ParameterizedTest
    @CsvSource({"0, ''", "0, ',txqs_min_inline=0,txq_inline_max=930'", "1, ''", "2, ''", "3, ''"})
    void largePacketsAreCutByTheDevice(final int mode, final String arguments) {
        start(mode, arguments);
        for (final int payload : new int[] {1, 100, MSS, MSS + 1, 5 * MSS, 20_001}) {
            final byte[] large = large(payload);
            ModelPort.send(port, packet(large, 0));
            receives(large, 0);
        }
        assertThat(port.stats().txErrors()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "3"})
    void theFramesOfALargePacketGetItsTag(final int mode) {
        start(mode, "");
        final byte[] large = large(3 * MSS + 17);
        ModelPort.send(port, packet(large, Offload.TX_VLAN));
        receives(large, 4);
        assertThat(port.stats().txErrors()).isZero();
    }

    @Test
    void aPacketWithoutPayloadGoesOutAsItIs() {
        start(0, "");
        final byte[] large = large(0);
        large[17] = 40; // The total length, which the device sets only where it cuts.
        ModelPort.send(port, packet(large, Offload.TX_TCP_CKSUM));
        receives(large, 0);
    }

    @Test
    void tunnelsAreRefused() {
        start(0, "");
        final Mbuf packet = packet(large(3000), Offload.TX_OUTER_IP_CKSUM);
        assertThat(port.txQueue(0).txPrepare(new Mbuf[] {packet}, 0, 1)).isZero();
        assertThat(port.txQueue(0).refusal()).isEqualTo(TxRefusal.UNSUPPORTED_OFFLOAD);
        packet.free();
    }

    @Test
    void headersThatMakeNoSenseAreErrorsAndTheQueueGoesOn() {
        start(0, "");
        final Mbuf wrong = packet(large(3000), 0);
        wrong.txLengths(TxLengths.of(0, 5, 0, MSS));
        ModelPort.send(port, wrong);
        assertThat(port.stats().txErrors()).isEqualTo(1);
        final byte[] large = large(2500);
        ModelPort.send(port, packet(large, 0));
        receives(large, 0);
    }
}
