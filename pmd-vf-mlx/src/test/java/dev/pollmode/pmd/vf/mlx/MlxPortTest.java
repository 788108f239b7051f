package dev.pollmode.pmd.vf.mlx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.eal.Device;
import dev.pollmode.ethdev.AllMulticast;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.EthEvent;
import dev.pollmode.ethdev.FirmwareVersion;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.MacControl;
import dev.pollmode.ethdev.MtuControl;
import dev.pollmode.ethdev.MulticastFilter;
import dev.pollmode.ethdev.Promiscuous;
import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.TxOffload;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mlx5.model.ModelConfig;
import dev.pollmode.test.support.LeakCheck;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The port on a model of the device behind a socket; what is sent comes back.
@Timeout(180)
class MlxPortTest {
    private static final MacAddress STRANGER = MacAddress.parse("02:00:00:00:00:77");
    private static final MacAddress GROUP = MacAddress.parse("01:00:5e:00:00:05");
    private static final int HEADER = 14;

    @TempDir
    private Path directory;
    private final Random random = new Random(11);
    private final LinkedBlockingQueue<EthEvent> events = new LinkedBlockingQueue<>();
    private ModelPort lab;

    @BeforeEach
    void open() {
        lab = new ModelPort(directory, ModelConfig.DEFAULT);
        lab.port().onEvent(events::add);
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    private byte[] frame(final MacAddress destination, final int length) {
        final byte[] frame = new byte[length];
        random.nextBytes(frame);
        System.arraycopy(destination.bytes(), 0, frame, 0, MacAddress.LENGTH);
        frame[12] = (byte) 0x88;
        frame[13] = (byte) 0xb5;
        return frame;
    }

    private <T extends EthEvent> T event(final Class<T> type) throws InterruptedException {
        for (EthEvent event = events.poll(30, TimeUnit.SECONDS); event != null; event = events.poll(30, TimeUnit.SECONDS)) {
            if (type.isInstance(event)) {
                return type.cast(event);
            }
        }
        throw new AssertionError("no " + type.getSimpleName());
    }

    private void loop(final EthDev port, final byte[] frame) {
        ModelPort.send(port, lab.packet(frame));
        final Mbuf received = ModelPort.receive(port);
        assertThat(ModelPort.bytes(received)).isEqualTo(frame);
        assertThat(received.port()).isEqualTo(port.id());
        received.free();
    }

    @Test
    void tellsWhatTheFunctionIs() {
        final EthDev port = lab.port();
        assertThat(port.name()).isEqualTo(ModelPort.ADDRESS);
        assertThat(port.mac().value()).isEqualTo(ModelConfig.DEFAULT.macAddress());
        assertThat(port.link().up()).isTrue();
        assertThat(port.info().driverName()).isEqualTo("net_mlx5_vf");
        assertThat(port.capability(FirmwareVersion.class).firmwareVersion()).matches("\\d+\\.\\d+\\.\\d{4}");
    }

    @Test
    void framesOfAllSizesComeBackByteForByte() {
        final EthDev port = lab.started();
        for (int length = 60; length <= 1514; length += 13) {
            loop(port, frame(port.mac(), length));
        }
        loop(port, frame(port.mac(), 1514));
        assertThat(port.stats().rxErrors() + port.stats().txErrors()).isZero();
        port.stop();
        assertThat(lab.pool.inUse()).isZero();
    }

    @Test
    void burstsWrapAroundTheRings() {
        final EthDev port = lab.started();
        final Mbuf[] out = new Mbuf[32];
        final Mbuf[] in = new Mbuf[32];
        for (int round = 0; round < 40; round++) {
            final byte[][] frames = new byte[out.length][];
            for (int i = 0; i < out.length; i++) {
                frames[i] = frame(port.mac(), 60 + random.nextInt(1455));
                out[i] = lab.packet(frames[i]);
            }
            final int[] done = new int[2];
            ModelPort.await("a burst sent and received", () -> {
                done[0] += port.txQueue(0).txBurst(out, done[0], out.length - done[0]);
                done[1] += port.rxQueue(0).rxBurst(in, done[1], in.length - done[1]);
                return done[1] == in.length;
            });
            for (int i = 0; i < in.length; i++) {
                assertThat(ModelPort.bytes(in[i])).isEqualTo(frames[i]);
                in[i].free();
            }
        }
        assertThat(port.stats().rxPackets()).isEqualTo(40 * 32);
        assertThat(port.stats().txPackets()).isEqualTo(40 * 32);
    }

    @Test
    void packetsOfManySegmentsAreGathered() {
        final EthDev port = lab.started(EthConf.queues(1, 1).withTxOffloads(Set.of(TxOffload.MULTI_SEGS)));
        for (int segments = 2; segments <= 16; segments++) {
            final byte[] frame = frame(port.mac(), 900);
            final int part = frame.length / segments;
            Mbuf packet = null;
            for (int i = 0; i < segments; i++) {
                final int from = i * part;
                final Mbuf segment = lab.packet(Arrays.copyOfRange(frame, from, i + 1 == segments ? frame.length : from + part));
                if (packet == null) {
                    packet = segment;
                } else {
                    packet.chain(segment);
                }
            }
            ModelPort.send(port, packet);
            final Mbuf received = ModelPort.receive(port);
            assertThat(ModelPort.bytes(received)).as(segments + " segments").isEqualTo(frame);
            received.free();
        }
    }

    @Test
    void whatCannotBeSentIsFreedAndCounted() {
        final EthDev port = lab.started();
        ModelPort.send(port, lab.packet(new byte[HEADER - 1]));
        assertThat(port.stats().txErrors()).isEqualTo(1);
        loop(port, frame(port.mac(), 60));
    }

    @Test
    void checksumsAreMadeAndChecked() {
        final EthDev port = lab.started(EthConf.queues(1, 1).withTxOffloads(Set.of(TxOffload.IPV4_CKSUM, TxOffload.UDP_CKSUM))
            .withRxOffloads(Set.of(RxOffload.IPV4_CKSUM, RxOffload.UDP_CKSUM)));
        final byte[] frame = frame(port.mac(), 100);
        final byte[] headers = {8, 0, 0x45, 0, 0, 86, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 0x12, 0x34, 0x56, 0x78, 0, 66, 0, 0};
        System.arraycopy(headers, 0, frame, 12, headers.length);
        final Mbuf wrong = lab.packet(frame);
        ModelPort.send(port, wrong);
        final Mbuf bad = ModelPort.receive(port);
        assertThat(bad.offloads() & Offload.RX_IP_CKSUM_MASK).isEqualTo(Offload.RX_IP_CKSUM_BAD);
        bad.free();
        final Mbuf asking = lab.packet(frame);
        asking.offloads(Offload.TX_IPV4 | Offload.TX_IP_CKSUM | Offload.TX_UDP_CKSUM);
        ModelPort.send(port, asking);
        final Mbuf good = ModelPort.receive(port);
        assertThat(good.offloads() & Offload.RX_IP_CKSUM_MASK).isEqualTo(Offload.RX_IP_CKSUM_GOOD);
        assertThat(good.offloads() & Offload.RX_L4_CKSUM_MASK).isEqualTo(Offload.RX_L4_CKSUM_GOOD);
        good.free();
    }

    @Test
    void framesForOthersArriveOnlyWhereAskedFor() {
        final EthDev port = lab.started();
        ModelPort.send(port, lab.packet(frame(STRANGER, 80)));
        ModelPort.send(port, lab.packet(frame(GROUP, 80)));
        loop(port, frame(MacAddress.BROADCAST, 81));
        port.capability(AllMulticast.class).allMulticast(true);
        loop(port, frame(GROUP, 82));
        port.capability(AllMulticast.class).allMulticast(false);
        port.capability(MulticastFilter.class).multicastMacs(List.of(GROUP));
        loop(port, frame(GROUP, 83));
        port.capability(MulticastFilter.class).multicastMacs(List.of());
        ModelPort.send(port, lab.packet(frame(GROUP, 84)));
        port.capability(Promiscuous.class).promiscuous(true);
        loop(port, frame(STRANGER, 85));
        port.capability(Promiscuous.class).promiscuous(false);
        port.capability(MacControl.class).defaultMac(STRANGER);
        loop(port, frame(STRANGER, 86));
        assertThat(port.mac()).isEqualTo(STRANGER);
    }

    @Test
    void largeFramesNeedLargeBuffers() {
        final EthDev port = lab.started();
        assertThatThrownBy(() -> port.capability(MtuControl.class).mtu(9000)).isInstanceOf(EthDevException.class).hasMessageContaining("2048");
        port.stop();
        try (Mempool large = Mempool.builder(lab.eal, "large").count(1024).bufferLength(9216 + Mbuf.HEADROOM).create()) {
            port.configure(EthConf.queues(1, 1).withMtu(1600));
            port.setupRxQueue(0, QueueConf.descriptors(128), large);
            port.setupTxQueue(0, QueueConf.descriptors(128));
            port.start();
            port.capability(MtuControl.class).mtu(9000);
            final byte[] frame = frame(port.mac(), 9014);
            final Mbuf packet = large.tryAlloc();
            packet.append(frame.length);
            packet.putBytes(0, frame, 0, frame.length);
            ModelPort.send(port, packet);
            final Mbuf received = ModelPort.receive(port);
            assertThat(ModelPort.bytes(received)).isEqualTo(frame);
            received.free();
            port.stop();
            port.close();
        }
    }

    @Test
    void linkChangesAreTold() throws InterruptedException {
        final EthDev port = lab.started(EthConf.queues(1, 1).withInterrupts(true, true));
        lab.function.device().setLink(false);
        assertThat(event(EthEvent.LinkChange.class).link().up()).isFalse();
        lab.function.device().setLink(true);
        assertThat(event(EthEvent.LinkChange.class).link().up()).isTrue();
        loop(port, frame(port.mac(), 60));
    }

    @Test
    void pagesAreGivenAndTakenWhileFramesFlow() {
        final EthDev port = lab.started();
        lab.function.device().starve(40);
        loop(port, frame(port.mac(), 60));
        lab.function.device().returnPages(20);
        loop(port, frame(port.mac(), 60));
        port.capability(Promiscuous.class).promiscuous(true);
        loop(port, frame(STRANGER, 60));
    }

    @Test
    void startsAgainAfterAStop() {
        final EthDev port = lab.started();
        for (int i = 0; i < 5; i++) {
            loop(port, frame(port.mac(), 200));
            port.stop();
            assertThat(lab.pool.inUse()).isZero();
            port.start();
        }
        loop(port, frame(port.mac(), 200));
    }

    @Test
    void comesAndGoesWithoutLeavingAnything() {
        final Device first = lab.port().device();
        lab.started();
        lab.eal.unplug(first);
        try (LeakCheck leaks = LeakCheck.begin(lab.eal)) {
            assertThat(leaks).isNotNull();
            for (int i = 0; i < 5 * Integer.getInteger("pollmode.soak", 1); i++) {
                final Device device = lab.eal.plug(ModelPort.ADDRESS);
                final EthDev port = lab.started();
                loop(port, frame(port.mac(), 300));
                lab.eal.unplug(device);
            }
        }
    }
}
