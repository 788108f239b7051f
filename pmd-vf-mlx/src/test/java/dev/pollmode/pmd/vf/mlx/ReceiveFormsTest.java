package dev.pollmode.pmd.vf.mlx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.MtuControl;
import dev.pollmode.ethdev.PacketTypes;
import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.ethdev.RssHash;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.TxOffload;
import dev.pollmode.ethdev.VlanOffload;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mbuf.PacketType;
import dev.pollmode.mlx5.model.ModelConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Frames arrive whole in all forms in which a queue can receive them.
@Timeout(180)
class ReceiveFormsTest {
    private static final int BURST = 32;
    private static final int JUMBO = 9000;

    @TempDir
    private Path directory;
    private final Random random = new Random(29);
    private ModelPort lab;
    private EthDev port;

    @AfterEach
    void close() throws Exception {
        if (lab != null) {
            lab.close();
        }
    }

    private void open(final String arguments) {
        open(arguments, true);
    }

    /// @param flowControl whether frames wait for buffers
    private void open(final String arguments, final boolean flowControl) {
        lab = new ModelPort(directory, ModelConfig.DEFAULT.withFlowControl(flowControl), arguments);
    }

    private void start(final int mtu, final RxOffload... offloads) {
        port = lab.started(EthConf.queues(1, 1).withMtu(mtu).withRxOffloads(Set.of(offloads)).withTxOffloads(Set.of(TxOffload.MULTI_SEGS))
            .withRss(RssHash.IP | RssHash.UDP));
    }

    /// A packet of as many mbufs as the frame needs.
    private Mbuf packet(final byte[] frame) {
        Mbuf packet = null;
        for (int at = 0; at < frame.length; at += 2000) {
            final Mbuf part = lab.packet(Arrays.copyOfRange(frame, at, Math.min(frame.length, at + 2000)));
            if (packet == null) {
                packet = part;
            } else {
                packet.chain(part);
            }
        }
        return packet;
    }

    private byte[] frame(final int length) {
        final byte[] frame = Packets.ipv4(port.mac(), Packets.UDP, random.nextInt(1000), length);
        for (int i = 42; i < length; i++) {
            frame[i] = (byte) random.nextInt();
        }
        return frame;
    }

    private static byte[] bytes(final Mbuf packet) {
        assertThat(packet.sanityCheck()).isNull();
        final byte[] bytes = new byte[packet.packetLength()];
        int at = 0;
        for (Mbuf segment = packet; segment != null; segment = segment.next()) {
            segment.getBytes(0, bytes, at, segment.dataLength());
            at += segment.dataLength();
        }
        return bytes;
    }

    /// Sends a burst and receives it, whole and in order.
    private List<Mbuf> exchange(final List<byte[]> frames) {
        final Mbuf[] out = frames.stream().map(this::packet).toArray(Mbuf[]::new);
        final Mbuf[] in = new Mbuf[BURST];
        final int[] sent = new int[1];
        final List<Mbuf> received = new ArrayList<>();
        ModelPort.await("a burst sent and received", () -> {
            sent[0] += port.txQueue(0).txBurst(out, sent[0], out.length - sent[0]);
            final int count = port.rxQueue(0).rxBurst(in, 0, 1 + random.nextInt(BURST));
            received.addAll(Arrays.asList(in).subList(0, count));
            return received.size() == frames.size();
        });
        for (int i = 0; i < frames.size(); i++) {
            assertThat(bytes(received.get(i))).isEqualTo(frames.get(i));
        }
        return received;
    }

    private List<byte[]> frames(final int longest) {
        final List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < BURST; i++) {
            frames.add(frame(60 + random.nextInt(random.nextInt(3) == 0 ? longest - 59 : 100)));
        }
        return frames;
    }

    /// @param keeps how many packets the application holds meanwhile
    private void exchangeMany(final int longest, final int keeps) {
        final List<Mbuf> kept = new ArrayList<>();
        for (int round = 0; round < 60; round++) {
            kept.addAll(exchange(frames(longest)));
            while (kept.size() > keeps) {
                kept.remove(random.nextInt(kept.size())).free();
            }
        }
        assertThat(port.stats().rxErrors()).isZero();
        assertThat(port.stats().rxMissed()).isZero();
        kept.forEach(Mbuf::free);
        port.stop();
        assertThat(lab.pool.inUse()).isZero();
        port.start();
        exchange(frames(longest)).forEach(Mbuf::free);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        ",rxq_cqe_comp_en=0", ",rxq_cqe_comp_en=1", ",rxq_cqe_comp_en=2", ",rxq_cqe_comp_en=3", ",rxq_cqe_comp_en=4",
        ",mprq_en=1,rxqs_min_mprq=1,rxq_cqe_comp_en=0", ",mprq_en=1,rxqs_min_mprq=1,rxq_cqe_comp_en=1", ",mprq_en=1,rxqs_min_mprq=1,rxq_cqe_comp_en=2",
        ",mprq_en=1,rxqs_min_mprq=1,rxq_cqe_comp_en=4", ",mprq_en=1,rxqs_min_mprq=1,mprq_log_stride_num=4,mprq_log_stride_size=8",
        ",mprq_en=1,rxqs_min_mprq=1,mprq_max_memcpy_len=0", ",mprq_en=1,rxqs_min_mprq=1,mprq_max_memcpy_len=65536"
    })
    void framesOfTheUsualSizesArriveWhole(final String arguments) {
        open(arguments);
        start(1500, RxOffload.RSS_HASH);
        exchangeMany(1514, 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        ",rxq_cqe_comp_en=0", ",rxq_cqe_comp_en=1", ",mprq_en=1,rxqs_min_mprq=1,rxq_cqe_comp_en=0", ",mprq_en=1,rxqs_min_mprq=1",
        ",mprq_en=1,rxqs_min_mprq=1,mprq_log_stride_num=6,mprq_log_stride_size=9,mprq_max_memcpy_len=0"
    })
    void longFramesArriveInManyMbufs(final String arguments) {
        open(arguments);
        start(JUMBO, RxOffload.SCATTER);
        exchangeMany(JUMBO + 14, 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",mprq_log_stride_num=5,mprq_log_stride_size=10,mprq_max_memcpy_len=0"})
    void longFramesNeedNoScatteringWhereQueuesStride(final String arguments) {
        open(",mprq_en=1,rxqs_min_mprq=1" + arguments);
        start(JUMBO);
        exchangeMany(JUMBO + 14, 10);
    }

    @Test
    void shownFramesOutliveTheirPort() {
        open(",mprq_en=1,rxqs_min_mprq=1,mprq_max_memcpy_len=0");
        start(1500);
        final List<byte[]> frames = frames(1514);
        final List<Mbuf> kept = exchange(frames);
        lab.eal.unplug(port.device());
        for (int i = 0; i < frames.size(); i++) {
            assertThat(bytes(kept.get(i))).isEqualTo(frames.get(i));
        }
        assertThat(strideRegions()).isEqualTo(1);
        kept.forEach(Mbuf::free);
        assertThat(lab.pool.inUse()).isZero();
        ModelPort.await("the memory of the strides unmapped", () -> strideRegions() == 0);
    }

    private long strideRegions() {
        return lab.eal.memory().regions().stream().filter(region -> region.name().endsWith("strides")).count();
    }

    @Test
    void aShownFrameCanGrowAtItsFront() {
        open(",mprq_en=1,rxqs_min_mprq=1,mprq_max_memcpy_len=0");
        start(1500);
        final List<byte[]> frames = frames(1514);
        final List<Mbuf> received = exchange(frames);
        for (final Mbuf packet : received) {
            assertThat(packet.prepend(Mbuf.HEADROOM)).isTrue();
            packet.putLong(0, -1);
            packet.putLong(Mbuf.HEADROOM - 8, -1);
            packet.adjust(Mbuf.HEADROOM);
        }
        for (int i = 0; i < frames.size(); i++) {
            assertThat(bytes(received.get(i))).isEqualTo(frames.get(i));
            received.get(i).free();
        }
    }

    @Test
    void tagsAreTakenOutWhileThatIsOn() {
        open("");
        start(1500, RxOffload.VLAN_STRIP);
        final byte[] plain = frame(100);
        final byte[] tagged = new byte[104];
        System.arraycopy(plain, 0, tagged, 0, 12);
        System.arraycopy(new byte[] {(byte) 0x81, 0, 0x60, 0x2a}, 0, tagged, 12, 4);
        System.arraycopy(plain, 12, tagged, 16, 88);
        final VlanOffload vlan = port.capability(VlanOffload.class);
        for (final boolean on : new boolean[] {true, false, true}) {
            vlan.vlanOffloads(on ? Set.of(RxOffload.VLAN_STRIP) : Set.of());
            assertThat(vlan.vlanOffloads().contains(RxOffload.VLAN_STRIP)).isEqualTo(on);
            ModelPort.send(port, lab.packet(tagged));
            final Mbuf packet = ModelPort.receive(port);
            assertThat(bytes(packet)).isEqualTo(on ? plain : tagged);
            assertThat(packet.offloads() & (Offload.RX_VLAN | Offload.RX_VLAN_STRIPPED)).isEqualTo(on ? Offload.RX_VLAN | Offload.RX_VLAN_STRIPPED : 0);
            assertThat(packet.vlanTci()).as("tag of %s", on).isEqualTo(on ? 0x602a : packet.vlanTci());
            packet.free();
        }
        assertThatThrownBy(() -> vlan.vlanOffloads(Set.of(RxOffload.QINQ_STRIP))).isInstanceOf(EthDevException.class);
    }

    @Test
    void packetsAreGivenTheirTypes() {
        open("");
        start(1500);
        expectType(Packets.ipv4(port.mac(), Packets.UDP, 1, 80), PacketType.L3_IPV4 | PacketType.L4_UDP);
        expectType(Packets.ipv4(port.mac(), Packets.TCP, 1, 80), PacketType.L3_IPV4 | PacketType.L4_TCP);
        expectType(Packets.ipv6(port.mac(), Packets.TCP, 1, 80), PacketType.L3_IPV6 | PacketType.L4_TCP);
        expectType(Packets.ipv6(port.mac(), Packets.UDP, 1, 80), PacketType.L3_IPV6 | PacketType.L4_UDP);
        expectType(Packets.ipv4(port.mac(), Packets.ICMP, 1, 80), PacketType.L3_IPV4 | PacketType.L4_NONFRAG);
        expectType(Packets.fragment(Packets.ipv4(port.mac(), Packets.UDP, 1, 80)), PacketType.L3_IPV4 | PacketType.L4_FRAG);
        assertThat(port.capability(PacketTypes.class).packetTypes()).contains(PacketType.L4_UDP, PacketType.L2_ETHER);
    }

    private void expectType(final byte[] frame, final int type) {
        ModelPort.send(port, lab.packet(frame));
        final Mbuf packet = ModelPort.receive(port);
        assertThat(PacketType.names(packet.packetType())).isEqualTo(PacketType.names(PacketType.L2_ETHER | type));
        packet.free();
    }

    @Test
    void framesWithoutABufferAreCountedAsMissed() {
        open("", false);
        start(1500);
        final int frames = 256 + 64;
        for (int i = 0; i < frames; i++) {
            ModelPort.send(port, lab.packet(frame(64)));
        }
        ModelPort.await("frames missed", () -> port.stats().rxMissed() == frames - 256);
        final Mbuf[] in = new Mbuf[BURST];
        int received = 0;
        for (int i = 0; i < frames; i++) {
            final int count = port.rxQueue(0).rxBurst(in, 0, BURST);
            Mbuf.freeBulk(in, 0, count);
            received += count;
        }
        assertThat(received).isEqualTo(256);
        port.resetStats();
        assertThat(port.stats().rxMissed()).isZero();
        exchange(frames(1514)).forEach(Mbuf::free);
        assertThat(port.stats().rxMissed()).isZero();
    }

    @Test
    void framesThatFitNowhereAreRefusedBeforehand() {
        open("");
        port = lab.port();
        port.configure(EthConf.queues(1, 1).withMtu(JUMBO));
        assertThatThrownBy(() -> port.setupRxQueue(0, QueueConf.descriptors(128), lab.pool)).isInstanceOf(EthDevException.class)
            .hasMessageContaining("frames").hasMessageContaining("SCATTER");
        try (Mempool small = Mempool.builder(lab.eal, "small").count(512).bufferLength(Mbuf.HEADROOM + 128).create()) {
            port.configure(EthConf.queues(1, 1).withMtu(JUMBO).withRxOffloads(Set.of(RxOffload.SCATTER)));
            assertThatThrownBy(() -> port.setupRxQueue(0, QueueConf.descriptors(128), small)).isInstanceOf(EthDevException.class)
                .hasMessageContaining("71 buffers");
        }
        start(1500, RxOffload.SCATTER);
        assertThatThrownBy(() -> port.capability(MtuControl.class).mtu(JUMBO)).isInstanceOf(EthDevException.class).hasMessageContaining("SCATTER");
    }
}
