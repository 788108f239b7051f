package dev.pollmode.pmd.vf.mlx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.TxOffload;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mlx5.model.ModelConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ports that want headers in their work requests: the model refuses a work request that has fewer bytes than its mode asks for.
@Timeout(180)
class InlineModeTest {
    private static final byte[] IPV4_OPTIONS_TCP = bytes("0800 4800 0000 0000 4000 4006 0000 0a000001 0a000002 0101 0101 0101 0101 0101 0101"
        + "1234 5678 00000001 00000002 8010 0000 0000 0000 0101 0101 0101 0101 0101 0101");
    private static final byte[] IPV4_UDP = bytes("0800 4500 0000 0000 4000 4011 0000 0a000001 0a000002 1234 5678 0020 0000");
    private static final byte[] TAGGED_IPV6_TCP = bytes("8100 0007 86dd 6000 0000 0040 0640 fe800000000000000000000000000001"
        + "fe800000000000000000000000000002 1234 5678 00000001 00000002 5010 0000 0000 0000");
    private static final byte[] IPV6_EXTENSION_UDP = bytes("86dd 6000 0000 0040 0040 fe800000000000000000000000000001"
        + "fe800000000000000000000000000002 1100 0000 0000 0000 1234 5678 0020 0000");
    private static final byte[] OTHER = bytes("88b5");
    private static final byte[][] HEADERS = {IPV4_OPTIONS_TCP, IPV4_UDP, TAGGED_IPV6_TCP, IPV6_EXTENSION_UDP, OTHER};

    @TempDir
    private Path directory;
    private final Random random = new Random(5);
    private ModelPort lab;

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    private static byte[] bytes(final String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private byte[] frame(final EthDev port, final byte[] headers, final int length) {
        final byte[] frame = new byte[Math.max(length, 12 + headers.length)];
        random.nextBytes(frame);
        System.arraycopy(port.mac().bytes(), 0, frame, 0, 6);
        System.arraycopy(headers, 0, frame, 12, headers.length);
        return frame;
    }

    private static void receives(final EthDev port, final byte[] frame) {
        final Mbuf received = ModelPort.receive(port);
        assertThat(Arrays.copyOf(ModelPort.bytes(received), frame.length)).isEqualTo(frame);
        received.free();
    }

    private EthDev start(final int mode, final String arguments) {
        lab = new ModelPort(directory, ModelConfig.DEFAULT.withInlineMode(mode), arguments);
        return lab.started(EthConf.queues(1, 1).withTxOffloads(Set.of(TxOffload.MULTI_SEGS, TxOffload.VLAN_INSERT)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void headersStandInWorkRequestsWhereThePortWantsThem(final int mode) {
        final EthDev port = start(mode, "");
        for (final byte[] headers : HEADERS) {
            for (int length = 60; length <= 1514; length += 101) {
                final byte[] frame = frame(port, headers, length);
                ModelPort.send(port, lab.packet(frame));
                receives(port, frame);
            }
        }
        assertThat(port.stats().txErrors()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void headersInSeveralBuffersAreGathered(final int mode) {
        final EthDev port = start(mode, "");
        for (final byte[] headers : HEADERS) {
            for (int first = 1; first < 100; first += 7) {
                final byte[] frame = frame(port, headers, 300);
                final Mbuf packet = lab.packet(Arrays.copyOf(frame, first));
                packet.chain(lab.packet(Arrays.copyOfRange(frame, first, first + 5)));
                packet.chain(lab.packet(Arrays.copyOfRange(frame, first + 5, frame.length)));
                ModelPort.send(port, packet);
                receives(port, frame);
            }
        }
        assertThat(port.stats().txErrors()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void tagsAreInsertedWhateverStandsInWorkRequests(final int mode) {
        final EthDev port = start(mode, "");
        for (int first = 1; first < 40; first++) {
            final byte[] frame = frame(port, IPV4_UDP, 200);
            final Mbuf packet = lab.packet(Arrays.copyOf(frame, first));
            packet.chain(lab.packet(Arrays.copyOfRange(frame, first, frame.length)));
            packet.offloads(Offload.TX_VLAN);
            packet.vlanTci(0x6abc);
            ModelPort.send(port, packet);
            final byte[] tagged = new byte[frame.length + 4];
            System.arraycopy(frame, 0, tagged, 0, 12);
            System.arraycopy(bytes("81006abc"), 0, tagged, 12, 4);
            System.arraycopy(frame, 12, tagged, 16, frame.length - 12);
            receives(port, tagged);
        }
        assertThat(port.stats().txErrors()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"txq_inline_min=1", "txq_inline_min=18", "txq_inline_min=200", "txqs_min_inline=0", "txqs_min_inline=0,txq_inline_max=930,txq_mpw_en=0",
        "txqs_min_inline=0,txq_inline_mpw=930", "txqs_min_inline=2", "txq_mpw_en=0", "txqs_min_inline=0,txq_inline_max=0,txq_inline_mpw=0"})
    void whatTheUserWantsInWorkRequestsChangesNoFrame(final String arguments) {
        final EthDev port = start(0, "," + arguments);
        final Mbuf[] burst = new Mbuf[16];
        for (int round = 0; round < 40; round++) {
            final byte[][] frames = new byte[burst.length][];
            for (int i = 0; i < burst.length; i++) {
                frames[i] = frame(port, OTHER, 60 + random.nextInt(round % 2 == 0 ? 250 : 1454));
                burst[i] = lab.packet(frames[i]);
            }
            final int[] sent = new int[1];
            ModelPort.await("room to send", () -> {
                sent[0] += port.txQueue(0).txBurst(burst, sent[0], burst.length - sent[0]);
                return sent[0] == burst.length;
            });
            for (final byte[] frame : frames) {
                receives(port, frame);
            }
        }
        assertThat(port.stats().txErrors()).isZero();
    }
}
