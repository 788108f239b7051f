package dev.pollmode.pmd.tap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mbuf.TxLengths;
import dev.pollmode.sys.CallState;
import dev.pollmode.sys.PacketSocket;
import dev.pollmode.test.support.TestNet;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What a port does for packets it sends, with the kernel as judge: behind a remote whose offloads are off the kernel finishes each frame, and
/// a far end that trusts nobody verifies it.
class TxOffloadTest {
    private static final int PORT = 2000;
    private static final int ETHERNET = 14;

    private final TapLab lab = new TapLab();
    private final TestNet far = new TestNet();
    private EthDev port;
    private MacAddress farMac;

    enum Shape {
        /// In one piece.
        PLAIN,
        /// Every segment holds a few bytes, so that headers lie in many.
        SPREAD,
        /// The bytes belong to somebody else too.
        SHARED,
        /// Short frames are padded, not with zeros.
        PADDED,
        /// No room in front of the data for the kernel's header.
        NO_HEADROOM
    }

    @BeforeEach
    void connect() {
        lab.home.links.createVeth("near", "far", far.namespace);
        far.run("ip", "addr", "add", "fd00:79::1/64", "dev", "far", "nodad");
        far.address("far", "10.79.0.1/24");
        lab.home.run("ethtool", "-K", "near", "tx", "off", "tso", "off", "gso", "off");
        far.run("ethtool", "-K", "far", "rx", "off", "gro", "off");
        far.run("ip", "neigh", "add", "10.79.0.2", "lladdr", "02:00:00:00:00:77", "dev", "far");
        farMac = Netdev.mac(far.link("far"));
        port = lab.plug("net_tap0,iface=dtap0,remote=near");
        lab.start(port, EthConf.queues(1, 1).withTxOffloads(TapLab.ALL_TX));
    }

    @AfterEach
    void close() {
        lab.close();
        far.close();
    }

    /// TP-26: the receiving socket gets the bytes, so IPv4 header, pseudo header and checksum are right.
    @ParameterizedTest
    @EnumSource(Shape.class)
    void computesUdpChecksumsOverIpv4(final Shape shape) throws IOException {
        assertArrives(shape, false);
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void computesUdpChecksumsOverIpv6(final Shape shape) throws IOException {
        assertArrives(shape, true);
    }

    private void assertArrives(final Shape shape, final boolean ipv6) throws IOException {
        try (DatagramChannel socket = far.namespace.call(() -> DatagramChannel.open(ipv6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET))) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(ipv6 ? "::" : "0.0.0.0"), PORT)).configureBlocking(false);
            final byte[] payload = {1, 2, 3, 4, 5, 6, 7};
            final Mbuf packet = shaped(shape, udp(ipv6, payload));
            packet.offloads(Offload.TX_UDP_CKSUM | (ipv6 ? Offload.TX_IPV6 : Offload.TX_IPV4 | Offload.TX_IP_CKSUM));
            packet.txLengths(TxLengths.of(ETHERNET, ipv6 ? 40 : 20, 0, 0));
            final Mbuf other = shape == Shape.SHARED ? packet.cloneInto(lab.pool) : null;
            final byte[] before = bytesOf(packet);

            assertThat(port.txQueue(0).txBurst(new Mbuf[] {packet}, 0, 1)).isEqualTo(1);

            final ByteBuffer received = ByteBuffer.allocate(100);
            assertThat(TestNet.eventually(() -> tryReceive(socket, received))).as("the kernel of the far end took the datagram").isTrue();
            assertThat(received.flip()).isEqualTo(ByteBuffer.wrap(payload));
            if (other != null) {
                assertThat(bytesOf(other)).as("the bytes that somebody else has too").isEqualTo(before);
                other.free();
            }
        }
        assertThat(port.stats().txPackets()).isEqualTo(1);
        assertThat(port.stats().txErrors()).isZero();
        assertThat(lab.pool.inUse()).isZero();
    }

    private static boolean tryReceive(final DatagramChannel socket, final ByteBuffer into) {
        try {
            return socket.receive(into) != null;
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    private ByteBuffer udp(final boolean ipv6, final byte[] payload) {
        final int l3 = ipv6 ? 40 : 20;
        final ByteBuffer frame = ByteBuffer.allocate(ETHERNET + l3 + 8 + payload.length);
        frame.put(farMac.bytes()).put(new MacAddress(0x02_00_00_00_00_77L).bytes()).putShort((short) (ipv6 ? 0x86dd : 0x0800));
        ip(frame, ipv6, 17, 8 + payload.length);
        // A checksum field that holds nonsense.
        frame.putShort((short) 1000).putShort((short) PORT).putShort((short) (8 + payload.length)).putShort((short) 0xabcd).put(payload);
        return frame.flip();
    }

    private static void ip(final ByteBuffer frame, final boolean ipv6, final int protocol, final int length) {
        if (ipv6) {
            frame.putInt(0x6000_0000).putShort((short) length).put((byte) protocol).put((byte) 64)
                .putLong(0xfd00_0079_0000_0000L).putLong(2).putLong(0xfd00_0079_0000_0000L).putLong(1);
        } else {
            frame.putShort((short) 0x4500).putShort((short) (20 + length)).putInt(0).put((byte) 64).put((byte) protocol).putShort((short) 0x1234)
                .putInt(0x0a4f_0002).putInt(0x0a4f_0001);
        }
    }

    private Mbuf shaped(final Shape shape, final ByteBuffer frame) {
        final byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        if (shape == Shape.SPREAD) {
            Mbuf head = null;
            for (int at = 0; at < bytes.length; at += 5) {
                final Mbuf segment = piece(bytes, at, Math.min(5, bytes.length - at));
                if (head == null) {
                    head = segment;
                } else {
                    head.chain(segment);
                }
            }
            return head;
        }
        final Mbuf packet = lab.pool.tryAlloc();
        if (shape == Shape.NO_HEADROOM) {
            packet.headroom(0);
        }
        final int padding = shape == Shape.PADDED ? 9 : 0;
        packet.append(bytes.length + padding);
        packet.putBytes(0, bytes, 0, bytes.length);
        for (int i = 0; i < padding; i++) {
            packet.putByte(bytes.length + i, (byte) 0x5a);
        }
        return packet;
    }

    private Mbuf piece(final byte[] bytes, final int from, final int length) {
        final Mbuf segment = lab.pool.tryAlloc();
        segment.append(length);
        segment.putBytes(0, bytes, from, length);
        return segment;
    }

    private static byte[] bytesOf(final Mbuf packet) {
        final byte[] bytes = new byte[packet.dataLength()];
        packet.getBytes(0, bytes, 0, bytes.length);
        return bytes;
    }

    /// TP-27: the kernel cuts it, with right sequence numbers and checksums; also behind a VLAN tag.
    @ParameterizedTest
    @CsvSource({"0, false", "0, true", "4, false"})
    void segmentsTcp(final int tag, final boolean spread) {
        final Mbuf packet = tcp(3500, tag, spread ? 33 : 1800);
        try (PacketSocket watcher = PacketSocket.openIn(far.namespace)) {
            watcher.bind(far.index("far"), PacketSocket.ETH_P_ALL);

            assertThat(port.txQueue(0).txBurst(new Mbuf[] {packet}, 0, 1)).isEqualTo(1);
            assertThat(port.stats().txErrors()).isZero();

            final List<ByteBuffer> segments = capture(watcher, 4);
            for (int i = 0; i < 4; i++) {
                final ByteBuffer segment = segments.get(i);
                final int length = i < 3 ? 1000 : 500;
                // A tag is told beside the frame, so that it begins with IP all the same.
                assertThat(segment.limit()).isEqualTo(ETHERNET + 40 + length);
                assertThat(segment.getInt(ETHERNET + 24)).isEqualTo(100_000 + 1000 * i);
                assertThat(RawSender.sum(segment, ETHERNET, 20, 0)).isEqualTo(0xffff);
                assertThat(RawSender.sum(segment, ETHERNET + 20, 20 + length, RawSender.sum(segment, ETHERNET + 12, 8, 6 + 20 + length))).isEqualTo(0xffff);
                assertThat(segment.get(ETHERNET + 40)).isEqualTo((byte) (1000 * i));
            }
        }
    }

    /// A TCP packet that asks to be cut into segments of 1000 bytes.
    private Mbuf tcp(final int payload, final int tag, final int piece) {
        final ByteBuffer frame = ByteBuffer.allocate(ETHERNET + tag + 40 + payload);
        frame.put(farMac.bytes()).put(new MacAddress(0x02_00_00_00_00_77L).bytes());
        if (tag > 0) {
            frame.putShort((short) 0x8100).putShort((short) 5);
        }
        frame.putShort((short) 0x0800);
        ip(frame, false, 6, 20 + payload);
        frame.putShort((short) 1000).putShort((short) PORT).putInt(100_000).putInt(1).putShort((short) 0x5018).putShort((short) 4096).putInt(0);
        for (int i = 0; i < payload; i++) {
            frame.put((byte) i);
        }
        final Mbuf packet = large(frame.flip(), piece);
        packet.offloads(Offload.TX_TCP_SEG | Offload.TX_TCP_CKSUM | Offload.TX_IPV4 | Offload.TX_IP_CKSUM);
        packet.txLengths(TxLengths.of(ETHERNET + tag, 20, 20, 1000));
        return packet;
    }

    /// TP-53: one frame reaches the interface, by one system call; what is behind it cuts it, if it has to be cut at all.
    @Test
    void handsALongPacketToTheKernelWhole() {
        port.resetXstats();

        assertThat(port.txQueue(0).txBurst(new Mbuf[] {tcp(30_000, 0, 1800)}, 0, 1)).isEqualTo(1);

        assertThat(port.xstats()).containsEntry("tx_system_calls", 1L);
        assertThat(lab.home.run("ip", "-s", "-j", "link", "show", "dtap0")).as("what the interface received from the port")
            .containsPattern("\"rx\": ?\\{ ?\"bytes\": ?" + (ETHERNET + 40 + 30_000) + ", ?\"packets\": ?1,");
    }

    private Mbuf large(final ByteBuffer frame, final int piece) {
        final byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        Mbuf head = null;
        for (int at = 0; at < bytes.length; at += piece) {
            final Mbuf segment = piece(bytes, at, Math.min(piece, bytes.length - at));
            if (head == null) {
                head = segment;
            } else {
                head.chain(segment);
            }
        }
        return head;
    }

    /// The TCP frames that arrive.
    private static List<ByteBuffer> capture(final PacketSocket socket, final int count) {
        final List<ByteBuffer> frames = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment room = arena.allocate(10_000);
            TestNet.eventually(() -> {
                final long length = socket.receive(CallState.current(), room.address(), room.byteSize());
                if (length > ETHERNET + 40) {
                    final ByteBuffer frame = ByteBuffer.wrap(room.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
                    if (frame.getShort(12) == 0x0800 && frame.get(23) == 6) {
                        frames.add(frame);
                    }
                }
                return frames.size() == count;
            });
        }
        assertThat(frames).hasSize(count);
        return frames;
    }

    @Test
    void countsWhatCannotBeSent_TP27_TP28_TP29() {
        final Mbuf[] wrong = {
            tcp(500, Offload.TX_TCP_SEG | Offload.TX_IPV4, TxLengths.of(ETHERNET, 20, 20, 0)),
            tcp(500, Offload.TX_TCP_SEG | Offload.TX_IPV4, TxLengths.of(ETHERNET, 20, 20, 1461)),
            tcp(500, Offload.TX_TCP_SEG | Offload.TX_IPV4, TxLengths.of(ETHERNET, 20, 24, 1000)),
            tcp(500, Offload.TX_TCP_CKSUM | Offload.TX_IPV4, TxLengths.of(ETHERNET, 24, 0, 0)),
            tcp(500, Offload.TX_TCP_CKSUM | Offload.TX_IPV4, TxLengths.of(127, 511, 0, 0)),
            tcp(500, Offload.TX_SCTP_CKSUM | Offload.TX_IPV4, TxLengths.of(ETHERNET, 20, 0, 0)),
            tcp(500, Offload.TX_UDP_SEG | Offload.TX_IPV4, TxLengths.of(ETHERNET, 20, 8, 100)),
            tcp(500, Offload.TX_VLAN, TxLengths.of(ETHERNET, 20, 8, 100)),
            tcp(500, Offload.TX_IP_CKSUM | Offload.TX_IPV6, TxLengths.of(ETHERNET, 40, 0, 0)),
            large(ByteBuffer.allocate(1500 + 22 + 1), 1000),
            large(ByteBuffer.allocate(129), 1),
        };
        final int count = wrong.length;
        final int before = lab.pool.inUse();

        assertThat(port.txQueue(0).txBurst(wrong, 0, count)).isEqualTo(count);

        assertThat(port.stats().txErrors()).isEqualTo(count);
        assertThat(port.stats().txPackets()).isZero();
        assertThat(lab.pool.inUse()).isLessThan(before - count + 1);
    }

    private Mbuf tcp(final int payload, final long offloads, final long lengths) {
        final ByteBuffer frame = ByteBuffer.allocate(ETHERNET + 40 + payload);
        frame.put(farMac.bytes()).put(farMac.bytes()).putShort((short) 0x0800);
        ip(frame, false, 6, 20 + payload);
        frame.position(ETHERNET + 32);
        frame.putShort((short) 0x5018);
        frame.rewind();
        final Mbuf packet = large(frame, 2000);
        packet.offloads(offloads);
        packet.txLengths(lengths);
        return packet;
    }

    /// A burst goes on behind what can't be sent, and counts bytes of what was.
    @Test
    void sendsTheRestOfABurstInOrder_TP31() {
        final int count = 200;
        final Mbuf[] burst = new Mbuf[count];
        for (int i = 0; i < count; i++) {
            burst[i] = i % 7 == 3 ? large(ByteBuffer.allocate(2000), 500) : shaped(i % 2 == 0 ? Shape.PLAIN : Shape.SPREAD, mark(i));
        }
        try (PacketSocket watcher = PacketSocket.openIn(far.namespace)) {
            watcher.bind(far.index("far"), 0x88b5);
            assertThat(port.txQueue(0).txBurst(burst, 0, count)).isEqualTo(count);

            final List<Integer> marks = new ArrayList<>();
            try (Arena arena = Arena.ofConfined()) {
                final MemorySegment room = arena.allocate(200);
                TestNet.eventually(() -> {
                    while (watcher.receive(CallState.current(), room.address(), 200) > 0) {
                        marks.add(room.get(ValueLayout.JAVA_BYTE, 14) & 0xff);
                    }
                    return marks.size() >= count - 29;
                });
            }
            assertThat(marks).isSorted().hasSize(count - 29).noneMatch(i -> i % 7 == 3);
        }
        assertThat(port.stats().txErrors()).isEqualTo(29);
        assertThat(port.stats().txPackets()).isEqualTo(count - 29);
        assertThat(port.stats().txBytes()).isEqualTo(60L * (count - 29));
    }

    private ByteBuffer mark(final int i) {
        return ByteBuffer.wrap(RawSender.frame(farMac, i));
    }

    /// TP-53.
    @Test
    void mergedFramesAreLeftMergedOnlyWhereThatWasAsked() {
        assertThat(port.info().rxOffloads()).contains(RxOffload.TCP_LRO, RxOffload.SCATTER);
        for (final Set<RxOffload> some : List.of(Set.<RxOffload>of(), Set.of(RxOffload.SCATTER), Set.of(RxOffload.TCP_LRO))) {
            port.stop();
            lab.start(port, EthConf.queues(1, 1).withRxOffloads(some));
            assertThat(tapFeature()).isEqualTo("off");
        }
        port.stop();
        lab.start(port, EthConf.queues(1, 1).withRxOffloads(TapLab.LARGE));
        assertThat(tapFeature()).isEqualTo("on");
        port.stop();
        lab.start(port, EthConf.queues(1, 1));
        assertThat(tapFeature()).isEqualTo("off");
    }

    private String tapFeature() {
        return lab.home.run("ethtool", "-k", "dtap0").lines().filter(line -> line.startsWith("tcp-segmentation-offload")).findFirst().orElseThrow()
            .split(":")[1].strip();
    }
}
