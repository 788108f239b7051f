package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.sys.PacketSocket.Membership;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@RequiresNetNs
class PacketSocketTest {
    private static final String DESTINATION = "02aabbccddee";
    private static final PacketRingSize RING = new PacketRingSize(2048, 64);

    private final CallState state = CallState.create();
    private final List<PacketSocket> sockets = new ArrayList<>();
    private TestNet net;

    @BeforeEach
    void makePair() {
        net = new TestNet().veth("left", "right");
        assertThat(TestNet.eventually(() -> net.link("left").isRunning() && net.link("right").isRunning())).isTrue();
    }

    @AfterEach
    void close() {
        sockets.forEach(PacketSocket::close);
        net.close();
    }

    @Test
    void carriesFramesFromEndToEnd() {
        final PacketSocket right = bound("right", TestFrame.TYPE);
        final PacketSocket left = bound("left", PacketSocket.NOTHING);
        final byte[] frame = TestFrame.of(DESTINATION, 7);

        assertThat(TestFrame.send(left, frame)).isEqualTo(frame.length);

        assertThat(Poll.readable(right.fd().number(), 5000)).isTrue();
        assertThat(TestFrame.receive(right)).isEqualTo(frame);
        assertThat(TestFrame.receive(right)).isNull();
        assertThat(TestFrame.receive(left)).isNull();
    }

    @Test
    void tellsTheLengthOfAFrameThatDoesNotFit() {
        final PacketSocket right = bound("right", TestFrame.TYPE);
        TestFrame.send(bound("left", PacketSocket.NOTHING), TestFrame.of(DESTINATION, 7, 1000));

        assertThat(Poll.readable(right.fd().number(), 5000)).isTrue();
        assertThat(right.receive(state, state.scratch, 16)).isEqualTo(1000);
        assertThat(right.receive(state, state.scratch, 16)).isEqualTo(-Errno.EAGAIN);
    }

    @Test
    void carriesFramesThroughRings() {
        final PacketSocket right = open();
        right.rings(RING, null);
        right.bind(net.index("right"), TestFrame.TYPE);
        final PacketSocket left = open();
        left.rings(null, RING);
        left.bypassQdisc(true);
        left.bind(net.index("left"), PacketSocket.NOTHING);
        assertThat(right.tx()).isNull();
        assertThat(left.rx()).isNull();

        int received = 0;
        for (int sent = 0; sent < 1000; sent++) {
            final long slot = left.tx().slot(sent);
            assertThat(TestNet.eventually(() -> Tpacket2Hdr.status(slot) == Tpacket2Hdr.STATUS_AVAILABLE)).isTrue();
            fill(slot, TestFrame.of(DESTINATION, sent, 64 + sent));
            if (sent % 16 == 15) {
                assertThat(left.kick(state)).isPositive();
                received = takeUntil(right.rx(), received, sent + 1);
            }
        }
        left.kick(state);
        assertThat(takeUntil(right.rx(), received, 1000)).isEqualTo(1000);
        assertThat(right.statistics()).isEqualTo(new PacketStatistics(1000, 0));
        assertThat(right.statistics()).isEqualTo(new PacketStatistics(0, 0));
    }

    // Takes frames in their order until so many were taken, and returns how many were.
    private int takeUntil(final PacketRing ring, final int from, final int end) {
        int next = from;
        while (next < end) {
            final long slot = ring.slot(next);
            if (!TestNet.eventually(() -> (Tpacket2Hdr.status(slot) & Tpacket2Hdr.STATUS_USER) != 0)) {
                break;
            }
            assertThat(Tpacket2Hdr.length(slot)).isEqualTo(64 + next);
            assertThat(Tpacket2Hdr.captured(slot)).isEqualTo(64 + next);
            assertThat(TestFrame.number(frame(slot))).isEqualTo(next);
            final long sender = slot + Tpacket2Hdr.RX_ADDRESS;
            assertThat(SockaddrLl.index(sender)).isEqualTo(net.index("right"));
            assertThat(SockaddrLl.packetType(sender)).isEqualTo(SockaddrLl.OTHER_HOST);
            assertThat(SockaddrLl.protocol(sender)).isEqualTo(TestFrame.TYPE);
            Tpacket2Hdr.status(slot, Tpacket2Hdr.STATUS_KERNEL);
            next++;
        }
        return next;
    }

    @Test
    void hasBothRingsInOneSocket() {
        final PacketSocket both = open();
        both.rings(RING, new PacketRingSize(4096, 16));
        both.bind(net.index("left"), TestFrame.TYPE);
        final PacketSocket right = bound("right", TestFrame.TYPE);

        fill(both.tx().slot(0), TestFrame.of(DESTINATION, 1));
        assertThat(both.kick(state)).isEqualTo(TestFrame.LENGTH);
        assertThat(TestFrame.await(right, 1)).containsExactly(1);

        TestFrame.send(right, TestFrame.of(DESTINATION, 2));
        assertThat(takesOne(both.rx(), 0)).isEqualTo(2);
        assertThat(both.tx().txRoom()).isEqualTo(4096 - 32);
        assertThat(both.tx().slot(16)).isEqualTo(both.tx().slot(0));
    }

    @Test
    void countsWhatFoundNoRoom() {
        final PacketSocket right = open();
        right.rings(new PacketRingSize(2048, 2), null);
        right.bind(net.index("right"), TestFrame.TYPE);
        final PacketSocket left = bound("left", PacketSocket.NOTHING);
        for (int i = 0; i < 10; i++) {
            TestFrame.send(left, TestFrame.of(DESTINATION, i));
        }

        final long[] counted = new long[2];
        TestNet.eventually(() -> {
            final PacketStatistics more = right.statistics();
            counted[0] += more.packets();
            counted[1] += more.drops();
            return counted[0] == 10;
        });
        assertThat(counted).containsExactly(10, 8);
    }

    @Test
    void marksAFrameThatCannotBeSent() {
        final PacketSocket left = open();
        left.rings(null, RING);
        left.bind(net.index("left"), PacketSocket.NOTHING);
        fill(left.tx().slot(0), TestFrame.of(DESTINATION, 1, 1900));

        assertThat(left.kick(state)).isEqualTo(-Errno.EMSGSIZE);
        assertThat(Tpacket2Hdr.status(left.tx().slot(0))).isEqualTo(Tpacket2Hdr.STATUS_WRONG_FORMAT);
    }

    @Test
    void dropsAFrameThatCannotBeSentWhenToldSo() {
        final PacketSocket left = open();
        left.skipMalformed(true);
        left.rings(null, RING);
        left.bind(net.index("left"), PacketSocket.NOTHING);
        final PacketSocket right = bound("right", TestFrame.TYPE);
        fill(left.tx().slot(0), TestFrame.of(DESTINATION, 1, 1900));
        fill(left.tx().slot(1), TestFrame.of(DESTINATION, 2));

        assertThat(left.kick(state)).isEqualTo(TestFrame.LENGTH);
        assertThat(TestFrame.await(right, 1)).containsExactly(2);
    }

    @ParameterizedTest
    @CsvSource({"false, 1", "true, 0"})
    void receivesWhatTheHostSendsUnlessToldOtherwise(final boolean ignore, final int expected) {
        final PacketSocket watcher = open();
        watcher.ignoreOutgoing(ignore);
        // What leaves is shown to sockets for all types only.
        watcher.bind(net.index("left"), PacketSocket.ETH_P_ALL);
        final PacketSocket right = bound("right", TestFrame.TYPE);

        TestFrame.send(bound("left", PacketSocket.NOTHING), TestFrame.of(DESTINATION, 4711));

        assertThat(TestFrame.await(right, 1)).containsExactly(4711);
        int seen = 0;
        for (byte[] frame = TestFrame.receive(watcher); frame != null; frame = TestFrame.receive(watcher)) {
            seen += TestFrame.number(frame) == 4711 ? 1 : 0;
        }
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void putsAVirtioHeaderBeforeFrames() {
        final PacketSocket right = open();
        right.virtioNetHeader(true);
        right.rings(RING, null);
        right.bind(net.index("right"), TestFrame.TYPE);
        final PacketSocket left = open();
        left.virtioNetHeader(true);
        left.rings(null, RING);
        left.bind(net.index("left"), PacketSocket.NOTHING);
        final byte[] frame = TestFrame.of(DESTINATION, 7);
        final byte[] withHeader = new byte[10 + frame.length];
        System.arraycopy(frame, 0, withHeader, 10, frame.length);
        fill(left.tx().slot(0), withHeader);

        assertThat(left.kick(state)).isPositive();

        assertThat(takesOne(right.rx(), 0)).isEqualTo(7);
        assertThat(Mem.bytes(right.rx().slot(0) + Tpacket2Hdr.macOffset(right.rx().slot(0)) - 10, 10)).containsOnly(0);
    }

    @Test
    void sharesFramesBetweenTheSocketsOfAGroup() {
        final PacketSocket one = bound("right", TestFrame.TYPE);
        final PacketSocket other = bound("right", TestFrame.TYPE);
        one.fanout(77, PacketFanout.LOAD_BALANCE, 0);
        other.fanout(77, PacketFanout.LOAD_BALANCE, 0);
        final PacketSocket left = bound("left", PacketSocket.NOTHING);
        for (int i = 0; i < 100; i++) {
            TestFrame.send(left, TestFrame.of(DESTINATION, i));
        }

        final List<Integer> first = TestFrame.await(one, 50);
        final List<Integer> second = TestFrame.await(other, 50);
        assertThat(first).hasSize(50);
        final List<Integer> all = new ArrayList<>(first);
        all.addAll(second);
        assertThat(all).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 100).boxed().toList());
    }

    @ParameterizedTest
    @EnumSource(PacketFanout.class)
    void knowsEveryWayOfSharing(final PacketFanout mode) {
        bound("right", TestFrame.TYPE).fanout(5, mode, mode == PacketFanout.ROLLOVER ? 0 : PacketFanout.FLAG_ROLLOVER);

        final PacketFanout another = mode == PacketFanout.HASH ? PacketFanout.CPU : PacketFanout.HASH;
        final PacketSocket late = bound("right", TestFrame.TYPE);
        assertThatThrownBy(() -> late.fanout(5, another, 0)).isInstanceOf(SysException.class)
            .hasMessageStartingWith("setsockopt(PACKET_FANOUT, 5, " + another + "): EINVAL");
        assertThatIllegalArgumentException().isThrownBy(() -> late.fanout(65536, mode, 0));
    }

    @ParameterizedTest
    @CsvSource({"PROMISCUOUS, promiscuity", "ALL_MULTICAST, allmulti"})
    void wantsMoreFramesUntilItIsClosed(final Membership membership, final String shown) {
        final PacketSocket socket = bound("left", PacketSocket.NOTHING);
        final PacketSocket other = bound("left", PacketSocket.NOTHING);
        socket.add(membership);
        other.add(membership);
        assertThat(net.exec("ip", "-d", "link", "show", "left")).contains(shown + " 2");
        other.drop(membership);
        assertThat(net.exec("ip", "-d", "link", "show", "left")).contains(shown + " 1");
        socket.close();
        assertThat(net.exec("ip", "-d", "link", "show", "left")).contains(shown + " 0");
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> open().bind(4711, TestFrame.TYPE)).isInstanceOf(SysException.class)
            .hasMessageStartingWith("bind(AF_PACKET, ifindex 4711): ENODEV");
        assertThatIllegalStateException().isThrownBy(() -> open().add(Membership.PROMISCUOUS));
        final PacketSocket ringed = open();
        ringed.rings(RING, null);
        assertThatIllegalStateException().isThrownBy(() -> ringed.rings(RING, null));
        assertThatThrownBy(() -> ringed.virtioNetHeader(true)).isInstanceOf(SysException.class).hasMessageContaining("PACKET_VNET_HDR): EBUSY");
        assertThatIllegalArgumentException().isThrownBy(() -> new PacketRingSize(2000, 64));
        assertThatIllegalArgumentException().isThrownBy(() -> new PacketRingSize(2048, 63));
        assertThatIllegalArgumentException().isThrownBy(() -> new PacketRingSize(1 << 20, 1 << 12));
        assertThatIllegalArgumentException().isThrownBy(() -> new PacketRingSize(128, 1));
    }

    @Test
    void outlastsItsInterfaceGoingDown() {
        final PacketSocket right = bound("right", TestFrame.TYPE);
        final PacketSocket left = bound("left", PacketSocket.NOTHING);
        net.links.setUp(net.index("right"), false);
        assertThat(right.receive(state, state.scratch, 16)).isEqualTo(-Errno.ENETDOWN);
        assertThat(TestFrame.send(right, TestFrame.of(DESTINATION, 1))).isEqualTo(-Errno.ENETDOWN);

        net.links.setUp(net.index("right"), true);
        assertThat(TestNet.eventually(() -> net.link("left").isRunning())).isTrue();
        assertThat(TestNet.eventually(() -> TestFrame.send(left, TestFrame.of(DESTINATION, 2)) > 0 && Poll.readable(right.fd().number(), 10))).isTrue();
    }

    @Test
    void saysThatItsInterfaceIsGone() {
        final PacketSocket left = bound("left", PacketSocket.NOTHING);
        net.links.delete(net.index("left"));

        left.receive(state, state.scratch, 16);
        assertThat(TestFrame.send(left, TestFrame.of(DESTINATION, 1))).isEqualTo(-Errno.ENXIO);
    }

    @Test
    void leavesNoDescriptorOrMappingBehind() {
        bound("left", PacketSocket.NOTHING);
        final int before = OpenFds.count();
        for (int i = 0; i < 100; i++) {
            try (PacketSocket socket = PacketSocket.openIn(net.namespace)) {
                socket.rings(RING, RING);
                socket.bind(net.index("left"), TestFrame.TYPE);
            }
        }
        assertThat(OpenFds.count()).isLessThanOrEqualTo(before);
        assertThat(Path.of("/proc/self/maps")).content().doesNotContain("socket:[");
    }

    private PacketSocket open() {
        final PacketSocket socket = PacketSocket.openIn(net.namespace);
        sockets.add(socket);
        return socket;
    }

    private PacketSocket bound(final String name, final int protocol) {
        final PacketSocket socket = open();
        socket.bind(net.index(name), protocol);
        return socket;
    }

    private static void fill(final long slot, final byte[] frame) {
        Mem.copy(frame, 0, slot + Tpacket2Hdr.TX_DATA, frame.length);
        Tpacket2Hdr.length(slot, frame.length);
        Tpacket2Hdr.status(slot, Tpacket2Hdr.STATUS_SEND_REQUEST);
    }

    private static byte[] frame(final long slot) {
        return Mem.bytes(slot + Tpacket2Hdr.macOffset(slot), Tpacket2Hdr.captured(slot));
    }

    private static int takesOne(final PacketRing ring, final int number) {
        final long slot = ring.slot(number);
        assertThat(TestNet.eventually(() -> (Tpacket2Hdr.status(slot) & Tpacket2Hdr.STATUS_USER) != 0)).isTrue();
        return TestFrame.number(frame(slot));
    }
}
