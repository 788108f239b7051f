package dev.pollmode.pmd.tap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.AllMulticast;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.FlowControl;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.MacFilter;
import dev.pollmode.ethdev.MulticastFilter;
import dev.pollmode.ethdev.Promiscuous;
import dev.pollmode.ethdev.RssControl;
import dev.pollmode.ethdev.RxInterrupts;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mbuf.PacketType;
import dev.pollmode.sys.Epoll;
import dev.pollmode.sys.Errno;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which frames a port receives and what it says about them.
class TapFilterTest {
    private static final MacAddress OWN = new MacAddress(0x02_00_00_00_00_01L);
    private static final MacAddress OTHER = new MacAddress(0x02_00_00_00_00_02L);
    private static final MacAddress GROUP = new MacAddress(0x01_00_5e_00_00_05L);

    private final TapLab lab = new TapLab();
    private final EthDev port = lab.plug("net_tap0,iface=dtap0,mac=02:00:00:00:00:01");

    @AfterEach
    void close() {
        lab.close();
    }

    private void start(final Set<RxOffload> offloads) {
        lab.home.quiet("dtap0");
        lab.start(port, EthConf.queues(1, 1).withRxOffloads(offloads));
    }

    /// {@return the marks of the frames that came, of those sent with marks 1, 2, …}
    private List<Integer> receivedOf(final MacAddress... destinations) {
        int mark = 0;
        try (RawSender sender = new RawSender(lab.home, "dtap0")) {
            for (final MacAddress destination : destinations) {
                sender.send(RawSender.frame(destination, ++mark));
            }
            sender.send(RawSender.frame(MacAddress.BROADCAST, 0));
        }
        return TapLab.receiveUntil(port.rxQueue(0), packet -> packet.getByte(14) == 0).stream().map(packet -> {
            final int found = packet.getByte(14);
            packet.free();
            return found;
        }).filter(found -> found != 0).toList();
    }

    @Test
    void receivesFramesForItsAddressesOnly_TP32() {
        start(Set.of());
        final MacAddress[] all = {OWN, OTHER, MacAddress.ZERO, MacAddress.BROADCAST, GROUP};

        assertThat(receivedOf(all)).containsExactly(1, 4);
        port.capability(MacFilter.class).addMac(OTHER);
        assertThat(receivedOf(all)).containsExactly(1, 2, 4);
        port.capability(MulticastFilter.class).multicastMacs(List.of(GROUP));
        assertThat(receivedOf(all)).containsExactly(1, 2, 4, 5);
        port.capability(MacFilter.class).removeMac(OTHER);
        port.capability(MulticastFilter.class).multicastMacs(List.of());
        assertThat(receivedOf(all)).containsExactly(1, 4);
        port.capability(AllMulticast.class).allMulticast(true);
        assertThat(receivedOf(all)).containsExactly(1, 4, 5);
        port.capability(AllMulticast.class).allMulticast(false);
        port.capability(Promiscuous.class).promiscuous(true);
        assertThat(receivedOf(all)).containsExactly(1, 2, 3, 4, 5);
        port.capability(Promiscuous.class).promiscuous(false);
        port.mac(OTHER);
        assertThat(receivedOf(all)).containsExactly(2, 4);
        assertThat(port.stats().rxErrors()).isZero();
    }

    @Test
    void hasRoomForSixteenAddresses_TP32() {
        final MacFilter filter = port.capability(MacFilter.class);
        for (int i = 2; i <= 16; i++) {
            filter.addMac(new MacAddress(0x02_00_00_00_00_00L + i));
        }
        filter.addMac(OTHER);

        assertThat(filter.macs()).hasSize(16).startsWith(OWN);
        assertThat(port.info().maxMacAddresses()).isEqualTo(16);
        assertThatThrownBy(() -> filter.addMac(new MacAddress(0x02_00_00_00_00_99L))).extracting(e -> ((EalException) e).errno())
            .isEqualTo(Errno.ENOSPC);
        assertThatThrownBy(() -> filter.removeMac(OWN)).extracting(e -> ((EalException) e).errno()).isEqualTo(Errno.EADDRINUSE);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true"})
    void tellsTypeAndChecksumOfWhatItReceives_TP24_TP25(final boolean asked, final boolean right) {
        start(asked ? Set.of(RxOffload.IPV4_CKSUM, RxOffload.UDP_CKSUM) : Set.of());
        final byte[] frame = RawSender.udp(OWN, right);
        try (RawSender sender = new RawSender(lab.home, "dtap0")) {
            sender.send(frame);
        }

        final Mbuf packet = TapLab.receive(port.rxQueue(0), 1).getFirst();
        assertThat(packet.packetType()).isEqualTo(PacketType.L2_ETHER | PacketType.L3_IPV4 | PacketType.L4_UDP);
        assertThat(packet.packetLength()).isEqualTo(frame.length);
        assertThat(packet.offloads() & (Offload.RX_IP_CKSUM_MASK | Offload.RX_L4_CKSUM_MASK)).isEqualTo(!asked ? 0
            : Offload.RX_IP_CKSUM_GOOD | (right ? Offload.RX_L4_CKSUM_GOOD : Offload.RX_L4_CKSUM_BAD));
        packet.free();
    }

    @Test
    void countsFramesThatAreTooLongForABuffer_TP12_TP19() {
        port.mtu(4000);
        start(Set.of());
        try (RawSender sender = new RawSender(lab.home, "dtap0")) {
            sender.send(RawSender.frame(OWN, 1, 3000));
            sender.send(RawSender.frame(OWN, 0));
        }

        TapLab.receiveUntil(port.rxQueue(0), packet -> packet.getByte(14) == 0).forEach(Mbuf::free);
        assertThat(port.stats().rxErrors()).isEqualTo(1);
        assertThat(port.stats().rxPackets()).isEqualTo(1);
        assertThat(lab.logged()).contains("Ask for SCATTER");
    }

    /// Long and short frames in turns, a backlog and single ones: every way of reading gets its share.
    @Test
    void receivesLongFramesIntoSeveralBuffers_TP19() {
        port.mtu(9000);
        start(Set.of(RxOffload.SCATTER));
        int sent = 0;
        for (final int count : new int[] {1, 150, 1, 70, 150}) {
            try (RawSender sender = new RawSender(lab.home, "dtap0")) {
                for (int i = 0; i < count; i++) {
                    sender.send(RawSender.frame(OWN, i & 0x7f, lengthOf(count, i)));
                }
            }
            final List<Mbuf> packets = TapLab.receive(port.rxQueue(0), count);
            assertThat(packets).hasSize(count);
            for (int i = 0; i < count; i++) {
                final Mbuf packet = packets.get(i);
                final int length = lengthOf(count, i);
                assertThat(packet.packetLength()).isEqualTo(length);
                assertThat(packet.segments()).isEqualTo((length + 2047) / 2048);
                assertThat(packet.sanityCheck()).isNull();
                assertThat(packet.getByte(14)).isEqualTo((byte) (i & 0x7f));
                packet.free();
            }
            sent += count;
        }
        assertThat(port.stats().rxPackets()).isEqualTo(sent);
        assertThat(port.stats().rxErrors()).isZero();
    }

    private static int lengthOf(final int count, final int i) {
        return count == 1 || i % 37 == 36 ? 9000 - i : count == 70 ? 60 : 2000 + i;
    }

    /// TP-23: the frame stays in the kernel until there is a buffer.
    @Test
    void keepsFramesWhileThePoolIsEmpty() {
        start(Set.of());
        final Mbuf[] all = new Mbuf[lab.pool.count()];
        int taken = 0;
        for (Mbuf mbuf = lab.pool.tryAlloc(); mbuf != null; mbuf = lab.pool.tryAlloc()) {
            all[taken++] = mbuf;
        }
        try (RawSender sender = new RawSender(lab.home, "dtap0")) {
            sender.send(RawSender.frame(OWN, 1));
        }
        assertThat(port.rxQueue(0).rxBurst(new Mbuf[4], 0, 4)).isZero();
        assertThat(port.stats().rxNoMbuf()).isPositive();

        Mbuf.freeBulk(all, 0, taken);
        TapLab.receive(port.rxQueue(0), 1).forEach(packet -> {
            assertThat(packet.getByte(14)).isEqualTo((byte) 1);
            packet.free();
        });
    }

    /// Saturated, the queue reads in batches; nothing is lost or changes places.
    @Test
    void receivesABacklogInOrder_TP22() {
        start(Set.of());
        try (RawSender sender = new RawSender(lab.home, "dtap0")) {
            for (int i = 0; i < 400; i++) {
                sender.send(RawSender.frame(OWN, i & 0x7f));
            }
        }

        final List<Mbuf> packets = TapLab.receive(port.rxQueue(0), 400);
        assertThat(packets).hasSize(400);
        for (int i = 0; i < 400; i++) {
            assertThat(packets.get(i).getByte(14)).isEqualTo((byte) (i & 0x7f));
        }
        packets.forEach(Mbuf::free);
        assertThat(port.stats().rxErrors()).isZero();
    }

    @Test
    void itsDescriptorIsReadableWhenFramesWait_TP40() {
        start(Set.of());
        final RxInterrupts interrupts = port.capability(RxInterrupts.class);
        interrupts.rxInterrupt(0, true);
        try (Epoll epoll = Epoll.create(1); RawSender sender = new RawSender(lab.home, "dtap0")) {
            epoll.add(interrupts.interruptFd(0), Epoll.EPOLLIN, 7);
            assertThat(epoll.await(0)).isZero();
            sender.send(RawSender.frame(OWN, 1));
            assertThat(epoll.await(5_000)).isEqualTo(1);
            TapLab.receive(port.rxQueue(0), 1).forEach(Mbuf::free);
            assertThat(epoll.await(0)).isZero();
        }
        assertThatThrownBy(() -> interrupts.interruptFd(9)).isInstanceOf(EalException.class);
    }

    @Test
    void hasNoFlowControlAndAFixedKey_TP41_TP42() {
        final FlowControl flow = port.capability(FlowControl.class);
        assertThat(flow.flowControl()).isEqualTo(FlowControl.Mode.NONE);
        flow.flowControl(FlowControl.Mode.NONE);
        assertThatThrownBy(() -> flow.flowControl(FlowControl.Mode.FULL)).extracting(e -> ((EalException) e).errno()).isEqualTo(Errno.ENOTSUP);

        final RssControl rss = port.capability(RssControl.class);
        assertThat(rss.rssKey()).hasSize(port.info().rssKeySize()).hasSize(40);
        assertThatThrownBy(() -> rss.rssHash(new byte[40], 0)).hasMessage("port 0 RSS key cannot be updated");
        rss.rssHash(null, port.info().rssHashTypes());
        assertThat(rss.rssHashTypes()).isEqualTo(port.info().rssHashTypes());
    }

    @Test
    void refusesDifferentNumbersOfQueues_TP17() {
        assertThatThrownBy(() -> port.configure(EthConf.queues(2, 1))).isInstanceOf(EalException.class)
            .hasMessageContaining("number of rx queues 2 must be equal to number of tx queues 1");
        assertThat(port.info().maxRxQueues()).isEqualTo(64);
    }

    /// TP-18, TP-51: as many queues as there may be; all are closed once, and the interface goes with them.
    @Test
    void runsWithSixtyFourQueues() {
        lab.home.quiet("dtap0");
        lab.start(port, EthConf.queues(64, 64));
        assertThat(lab.home.run("ip", "-d", "link", "show", "dtap0")).contains("numqueues 64");

        port.close();
        assertThat(lab.home.has("dtap0")).isFalse();
    }

    /// The kernel spreads the frames over the others; the queue can still send.
    @Test
    void stoppedQueuesGetNoFrames() {
        lab.home.quiet("dtap0");
        lab.start(port, EthConf.queues(2, 2));
        port.stopRxQueue(1);
        assertThat(lab.home.run("ip", "-d", "link", "show", "dtap0")).contains("numqueues 1 ");

        try (RawSender sender = new RawSender(lab.home, "dtap0")) {
            for (int i = 0; i < 64; i++) {
                sender.send(RawSender.udp(OWN, true, 1000 + i));
            }
        }
        TapLab.receive(port.rxQueue(0), 64).forEach(Mbuf::free);
        assertThat(port.rxQueueStats(0).packets()).isEqualTo(64);

        final Mbuf packet = lab.pool.tryAlloc();
        packet.append(60);
        assertThat(port.txQueue(1).txBurst(new Mbuf[] {packet}, 0, 1)).isEqualTo(1);
        assertThat(port.stats().txPackets()).isEqualTo(1);

        port.startRxQueue(1);
        assertThat(lab.home.run("ip", "-d", "link", "show", "dtap0")).contains("numqueues 2 ");
    }
}
