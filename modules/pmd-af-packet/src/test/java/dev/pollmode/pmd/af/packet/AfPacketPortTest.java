package dev.pollmode.pmd.af.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.EthEvent;
import dev.pollmode.ethdev.MtuControl;
import dev.pollmode.ethdev.Promiscuous;
import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.ethdev.RxInterrupts;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.sys.NetNs;
import dev.pollmode.sys.Poll;
import dev.pollmode.sys.RtNetlink;
import dev.pollmode.test.support.LeakCheck;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A veth pair in a network namespace of its own: a port on each end. Needs root.
@Timeout(60)
class AfPacketPortTest {
    private static final int BURST = 32;

    private NetNs namespace;

    @BeforeEach
    void makeNamespace() {
        namespace = NetNs.create();
        inside(netlink -> {
            netlink.createVeth("v0", "v1");
            for (final String name : List.of("v0", "v1")) {
                netlink.setUp(netlink.link(name).orElseThrow().index(), true);
            }
        });
    }

    @AfterEach
    void dropNamespace() {
        namespace.close();
    }

    private interface Work {
        void run(RtNetlink netlink) throws Exception;
    }

    private void inside(final Work work) {
        namespace.run(() -> {
            try (RtNetlink netlink = RtNetlink.open()) {
                work.run(netlink);
            } catch (final Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    private static Mempool start(final Eal eal, final EthDev port) {
        return start(eal, port, 2048 + Mbuf.HEADROOM);
    }

    private static Mempool start(final Eal eal, final EthDev port, final int bufferLength) {
        final Mempool pool = Mempool.builder(eal, "pool of " + port.name()).count(2048).bufferLength(bufferLength).create();
        port.configure(EthConf.queues(1, 1).withInterrupts(true, true));
        port.setupRxQueue(0, QueueConf.DEFAULT, pool);
        port.setupTxQueue(0, QueueConf.DEFAULT);
        port.start();
        return pool;
    }

    /// Polls until a packet came for which the filter holds; the others are the chatter of the stack (IPv6).
    private static Mbuf await(final RxQueue queue, final int length) {
        final Mbuf[] burst = new Mbuf[BURST];
        final Mbuf[] found = new Mbuf[1];
        awaitThat(() -> {
            final int received = queue.rxBurst(burst, 0, BURST);
            for (int i = 0; i < received; i++) {
                if (burst[i].packetLength() == length) {
                    found[0] = burst[i];
                    Mbuf.freeBulk(burst, i + 1, received - i - 1);
                    return true;
                }
                burst[i].free();
            }
            return false;
        });
        return found[0];
    }

    private static void awaitThat(final BooleanSupplier condition) {
        final long endNs = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("20 s").isLessThan(endNs);
            Thread.yield();
        }
    }

    @Test
    void carriesFramesOverAVethPairByteForByte() {
        inside(netlink -> {
            try (Eal eal = Eal.init("--no-huge", "--no-pci", "--vdev=net_af_packet0,iface=v0", "--vdev=net_af_packet1,iface=v1")) {
                final EthDev near = EthDevs.of(eal).port(0);
                final EthDev far = EthDevs.of(eal).port(1);
                final Mempool pool = start(eal, near);
                final Mempool farPool = start(eal, far);
                for (int length = 61; length <= 1514; length += 211) {
                    assertThatAFrameArrives(pool, near.txQueue(0), far.rxQueue(0), length);
                }
                assertThat(near.stats().txPackets()).isEqualTo(7);
                assertThat(far.stats().rxErrors()).isZero();
                near.close();
                far.close();
                assertThat(pool.inUse() + farPool.inUse()).isZero();
            }
        });
    }

    /// Those up to 3072 bytes are copied by the kernel, longer ones are sent from the ring.
    @ParameterizedTest
    @ValueSource(ints = {3072, 3073, 9014})
    void carriesLongFramesByteForByte(final int length) {
        inside(netlink -> {
            try (Eal eal = Eal.init("--no-huge", "--no-pci", "--vdev=net_af_packet0,iface=v0,framesz=16384,framecnt=32",
                    "--vdev=net_af_packet1,iface=v1,framesz=16384,framecnt=32")) {
                final EthDev near = EthDevs.of(eal).port(0);
                final EthDev far = EthDevs.of(eal).port(1);
                near.mtu(9000);
                far.mtu(9000);
                final Mempool pool = start(eal, near, 10_240);
                start(eal, far, 10_240);
                assertThatAFrameArrives(pool, near.txQueue(0), far.rxQueue(0), length);
                assertThat(near.stats().txErrors() + far.stats().rxErrors()).isZero();
            }
        });
    }

    private static void assertThatAFrameArrives(final Mempool pool, final TxQueue from, final RxQueue to, final int length) {
        final Mbuf packet = pool.tryAlloc();
        packet.append(length);
        for (int i = 0; i < length; i++) {
            packet.putByte(i, (byte) (i < 6 ? 0xff : i * 7 + length));
        }
        packet.putShort(12, (short) 0x88b5);
        assertThat(from.txBurst(new Mbuf[] {packet}, 0, 1)).isOne();
        final Mbuf received = await(to, length);
        for (int i = 14; i < length; i++) {
            assertThat(received.getByte(i)).as("byte %d of %d", i, length).isEqualTo((byte) (i * 7 + length));
        }
        assertThat(received.port()).isEqualTo(1);
        received.free();
    }

    @Test
    void finishesChecksumsThatTheSenderLeftToTheDevice() {
        inside(netlink -> {
            netlink.addAddress(netlink.link("v1").orElseThrow().index(), InetAddress.getByName("10.77.0.1"), 24);
            try (Eal eal = Eal.init("--no-huge", "--no-pci", "--vdev=net_af_packet0,iface=v0");
                 DatagramSocket socket = new DatagramSocket(null)) {
                final EthDev port = EthDevs.of(eal).port(0);
                start(eal, port);
                socket.setBroadcast(true);
                final byte[] text = "a datagram of thirty characters".getBytes(StandardCharsets.US_ASCII);
                socket.send(new DatagramPacket(text, text.length, InetAddress.getByName("10.77.0.255"), 9));
                final Mbuf packet = await(port.rxQueue(0), 14 + 20 + 8 + text.length);
                assertThat(checksumOfUdp(packet)).isEqualTo(0xffff);
                packet.free();
                port.close();
            }
        });
    }

    /// Adds up pseudo header and datagram the plain way: 0xffff when the checksum in it is right.
    private static int checksumOfUdp(final Mbuf packet) {
        final int at = 14 + 20;
        final int length = packet.packetLength() - at;
        long sum = 17 + length;
        for (int i = 14 + 12; i < at; i += 2) {
            sum += packet.getShort(i) & 0xffff;
        }
        for (int i = 0; i < length; i++) {
            sum += (packet.getByte(at + i) & 0xff) << (i % 2 == 0 ? 8 : 0);
        }
        while (sum >> 16 != 0) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (int) sum;
    }

    @Test
    void tellsThatItsInterfaceIsGoneAndStaysHarmless() {
        inside(netlink -> {
            try (Eal eal = Eal.init("--no-huge", "--no-pci", "--vdev=net_af_packet0,iface=v0")) {
                final EthDev port = EthDevs.of(eal).port(0);
                final Mempool pool = start(eal, port);
                final BlockingQueue<EthEvent> events = new LinkedBlockingQueue<>();
                port.onEvent(events::add);
                netlink.delete(netlink.link("v0").orElseThrow().index());
                EthEvent event = events.poll(10, TimeUnit.SECONDS);
                while (!(event instanceof EthEvent.Removal)) {
                    assertThat(event).isNotNull();
                    event = events.poll(10, TimeUnit.SECONDS);
                }
                assertThat(((EthEvent.Removal) event).reason()).contains("v0");
                final Mbuf packet = pool.tryAlloc();
                packet.append(64);
                assertThat(port.txQueue(0).txBurst(new Mbuf[] {packet}, 0, 1)).as("stays the caller's").isZero();
                packet.free();
                // What the stack at the other end said meanwhile is still in the ring.
                final Mbuf[] burst = new Mbuf[BURST];
                Mbuf.freeBulk(burst, 0, port.rxQueue(0).rxBurst(burst, 0, BURST));
                assertThat(port.rxQueue(0).rxBurst(burst, 0, BURST)).isZero();
                assertThat(port.link().up()).isFalse();
                port.close();
                assertThat(pool.inUse()).isZero();
            }
        });
    }

    /// A packet that can't go out stays the caller's, so that it may take another way; each goes out once.
    @Test
    void takesNothingWhileItsInterfaceIsDown() {
        inside(netlink -> {
            try (Eal eal = Eal.init("--no-huge", "--no-pci", "--vdev=net_af_packet0,iface=v0", "--vdev=net_af_packet1,iface=v1")) {
                final EthDev near = EthDevs.of(eal).port(0);
                final EthDev far = EthDevs.of(eal).port(1);
                final Mempool pool = start(eal, near);
                start(eal, far);
                final int index = netlink.link("v0").orElseThrow().index();
                netlink.setUp(index, false);
                final Mbuf[] burst = new Mbuf[4];
                for (int i = 0; i < burst.length; i++) {
                    burst[i] = pool.tryAlloc();
                    burst[i].append(900 + i);
                }
                assertThat(near.txQueue(0).txBurst(burst, 0, burst.length)).isZero();
                assertThat(near.stats().txErrors()).isZero();
                netlink.setUp(index, true);
                awaitThat(() -> near.link().up() && far.link().up());
                final int[] sent = new int[1];
                awaitThat(() -> {
                    sent[0] += near.txQueue(0).txBurst(burst, sent[0], burst.length - sent[0]);
                    return sent[0] == burst.length;
                });
                final List<Integer> lengths = new ArrayList<>();
                awaitThat(() -> {
                    if (far.rxQueue(0).rxBurst(burst, 0, 1) == 1) {
                        lengths.add(burst[0].packetLength());
                        burst[0].free();
                    }
                    return lengths.contains(903);
                });
                assertThat(lengths).filteredOn(length -> length >= 900).containsExactly(900, 901, 902, 903);
                near.stop();
                assertThat(near.stats().txPackets()).isEqualTo(burst.length);
                assertThat(near.stats().txErrors()).isZero();
            }
        });
    }

    @Test
    void itsDescriptorIsReadableWhileFramesWait() {
        inside(netlink -> {
            try (Eal eal = Eal.init("--no-huge", "--no-pci", "--vdev=net_af_packet0,iface=v0", "--vdev=net_af_packet1,iface=v1")) {
                final EthDev near = EthDevs.of(eal).port(0);
                final Mempool pool = start(eal, near);
                final EthDev far = EthDevs.of(eal).port(1);
                start(eal, far);
                final RxInterrupts interrupts = far.capability(RxInterrupts.class);
                interrupts.rxInterrupt(0, true);
                final Mbuf packet = pool.tryAlloc();
                packet.append(777);
                assertThat(near.txQueue(0).txBurst(new Mbuf[] {packet}, 0, 1)).isOne();
                do {
                    assertThat(Poll.readable(interrupts.interruptFd(0), 20_000)).isTrue();
                } while (!takes(far.rxQueue(0), 777));
            }
        });
    }

    private static boolean takes(final RxQueue queue, final int length) {
        final Mbuf[] burst = new Mbuf[1];
        final boolean right = queue.rxBurst(burst, 0, 1) == 1 && burst[0].packetLength() == length;
        if (burst[0] != null) {
            burst[0].free();
        }
        return right;
    }

    @Test
    void setsWhatTheInterfaceHas() {
        inside(netlink -> {
            try (Eal eal = Eal.init("--no-huge", "--no-pci", "--vdev=net_af_packet0,iface=v0,qpairs=2,framecnt=64")) {
                final EthDev port = EthDevs.of(eal).port(0);
                port.capability(MtuControl.class).mtu(1400);
                port.capability(Promiscuous.class).promiscuous(true);
                assertThat(netlink.link("v0").orElseThrow().mtu()).isEqualTo(1400);
                assertThat(port.capability(Promiscuous.class).isPromiscuous()).isTrue();
                assertThat(port.info().maxRxQueues()).isEqualTo(2);
            }
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "qpairs=1 | iface", "iface=nosuch | nosuch", "iface=v0,framesz=100 | framesz", "iface=v0,framesz=3000 | framesz",
        "iface=v0,framecnt=100 | framecnt", "iface=v0,qpairs=17 | qpairs", "iface=v0,fanout_mode=best | best",
        "iface=v0,bogus=1 | bogus", "iface=lo | lo", "iface=v0,blocksz=4096,framesz=8192 | framesz"})
    void refusesWrongArgumentsByName(final String arguments, final String named) {
        inside(netlink -> {
            try (Eal eal = Eal.init("--no-huge", "--no-pci")) {
                assertRefused(eal, arguments, named);
                try (var _ = LeakCheck.begin(eal)) {
                    assertRefused(eal, arguments, named);
                }
            }
        });
    }

    private static void assertRefused(final Eal eal, final String arguments, final String named) {
        assertThatThrownBy(() -> eal.plug("net_af_packet0," + arguments)).isInstanceOf(EalException.class).hasMessageContaining(named);
        assertThat(EthDevs.of(eal).all()).isEmpty();
    }
}
