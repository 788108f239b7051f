package dev.pollmode.pmd.tap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.TxOffload;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mbuf.PacketType;
import dev.pollmode.mbuf.TxLengths;
import dev.pollmode.test.support.LeakCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How interfaces come, stay and go.
class TapLifeTest {
    private final TapLab lab = new TapLab();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void choosesNamesAndAddresses_TP02_TP05_TP06() {
        final EthDev first = lab.plug("net_tap0");
        final EthDev second = lab.plug("eth_tap1,mac=fixed");
        final EthDev third = lab.plug("net_tap2,mac=fixed");

        assertThat(lab.home.has("dtap0") && lab.home.has("dtap1") && lab.home.has("dtap2")).isTrue();
        assertThat(first.mac().isUnicast()).isTrue();
        assertThat(first.mac().value() >>> 41 & 1).as("locally administered").isEqualTo(1);
        assertThat(second.mac()).isEqualTo(new MacAddress(0x02_64_74_61_70_00L));
        assertThat(third.mac()).isEqualTo(new MacAddress(0x02_64_74_61_70_01L));
        assertThat(Netdev.mac(lab.home.link("dtap0"))).isEqualTo(first.mac());
    }

    /// TP-14, TP-21.
    @Test
    void keepsItsInterfaceWhileItHasNoQueueAndHasACarrierFromTheFirstOn() {
        final EthDev port = lab.plug("net_tap0,iface=dtap0");
        final int index = lab.home.index("dtap0");
        assertThat(lab.home.link("dtap0").carrier()).isFalse();
        assertThat(port.link().up()).isFalse();

        for (int i = 0; i < 3; i++) {
            lab.start(port, EthConf.queues(1 + i, 1 + i));
            assertThat(lab.home.link("dtap0").carrier()).isTrue();
            port.stop();
        }
        assertThat(lab.home.index("dtap0")).isEqualTo(index);
        port.close();
        assertThat(lab.home.has("dtap0")).isFalse();
    }

    @Test
    void aPersistentInterfaceOutlivesItsPort_TP07() {
        final EthDev port = lab.plug("net_tap0,iface=stays,persist");
        lab.start(port, EthConf.queues(2, 2));
        final int index = lab.home.index("stays");
        lab.eal.unplug(port.device());
        assertThat(lab.home.index("stays")).isEqualTo(index);

        lab.start("net_tap0,iface=stays", Set.of());
        assertThat(lab.home.index("stays")).isEqualTo(index);
        lab.home.run("ip", "link", "del", "stays");
    }

    /// TP-10: one line with the cause; nothing stays.
    @Test
    void logsWhyAnInterfaceCannotBeMade() {
        final ByteArrayOutputStream logged = new ByteArrayOutputStream();
        lab.home.namespace.run(() -> Eal.builder().args("--no-huge", "--no-pci", "-l", "0", "--vdev=net_tap0,iface=lo", "--vdev=net_tap1,remote=none")
            .logsTo(new PrintStream(logged, true, StandardCharsets.UTF_8)).init().close());

        final List<String> lines = logged.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("net_tap")).toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).contains("net_tap0", "ioctl(TUNSETIFF, lo)", "EINVAL");
        assertThat(lines.get(1)).contains("net_tap1", "remote=none", "ENODEV");
        assertThat(lab.home.has("dtap0")).isFalse();
    }

    /// Names that only the kernel can judge never do more than fail; what was opened until then is closed.
    @Test
    void hostileNamesLeaveNothingBehind() {
        final Random random = new Random(1848);
        tryNames(random, 10);
        try (var _ = LeakCheck.begin(lab.eal)) {
            tryNames(random, 200);
        }
        assertThat(lab.home.links.links()).singleElement().satisfies(link -> assertThat(link.name()).isEqualTo("lo"));
    }

    private void tryNames(final Random random, final int count) {
        for (int i = 0; i < count; i++) {
            final StringBuilder name = new StringBuilder();
            for (int n = 1 + random.nextInt(14); n > 0; n--) {
                name.append((char) (0x21 + random.nextInt(0x5e)));
            }
            try {
                lab.eal.unplug(lab.plug("net_tap0," + (random.nextBoolean() ? "iface=" : "remote=") + name).device());
            } catch (final EalException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void aTunCarriesIpPackets_TP01_TP08_TP30() {
        final EthDev port = lab.plug("net_tun0");
        lab.home.quiet("dtun0");
        lab.start(port, EthConf.queues(1, 1));
        lab.home.address("dtun0", "10.80.0.1/24");
        assertThat(port.mac()).isEqualTo(MacAddress.ZERO);
        assertThatThrownBy(() -> port.mac(new MacAddress(0x02_00_00_00_00_01L))).isInstanceOf(EalException.class).hasMessageContaining("ENOTSUP");

        final Process ping = lab.home.start("ping", "-c", "1", "-W", "5", "10.80.0.2");
        final Mbuf request = TapLab.receive(port.rxQueue(0), 1).getFirst();
        assertThat(request.packetType()).isEqualTo(PacketType.L3_IPV4 | PacketType.L4_ICMP);
        assertThat(request.packetLength()).isEqualTo(84);

        // Answered: addresses change places, an echo reply has type 0 and a checksum that is 0x0800 more.
        final int source = request.getInt(12);
        request.putInt(12, request.getInt(16));
        request.putInt(16, source);
        request.putByte(20, (byte) 0);
        final int checksum = (request.getShort(22) & 0xffff) + 0x0800;
        request.putShort(22, (short) (checksum + (checksum >>> 16)));
        assertThat(port.txQueue(0).txBurst(new Mbuf[] {request}, 0, 1)).isEqualTo(1);
        assertThat(ping.onExit().join().exitValue()).isZero();

        final Mbuf nonsense = lab.pool.tryAlloc();
        nonsense.append(40);
        nonsense.putByte(0, (byte) 0x55);
        assertThat(port.txQueue(0).txBurst(new Mbuf[] {nonsense}, 0, 1)).isEqualTo(1);
        assertThat(port.stats().txErrors()).isEqualTo(1);
        assertThat(port.stats().txPackets()).isEqualTo(1);
    }

    /// TP-13, and software for what an old kernel does not do.
    @ParameterizedTest
    @CsvSource({"false, true", "true, false", "false, false"})
    void worksWithoutWhatAnOldKernelLacks(final boolean vnetHeader, final boolean multiQueue) {
        final TapFeatures features = new TapFeatures(vnetHeader, multiQueue);
        final TapArgs args = new TapArgs("old0", Optional.empty(), Optional.empty(), false, false);
        final EthDev any = lab.plug("net_tap0");
        final EthDev port = lab.home.namespace.call(() ->
            EthDevs.of(lab.eal).attach(any.device(), "old", context -> TapPort.open(context, TapKind.TAP, args, features)));
        assertThat(port.info().maxRxQueues()).isEqualTo(multiQueue ? 64 : 1);
        assertThat(port.info().rxOffloads().contains(RxOffload.TCP_LRO)).isEqualTo(vnetHeader);
        assertThat(port.info().txOffloads().contains(TxOffload.TCP_TSO)).isEqualTo(vnetHeader);
        lab.home.quiet("old0");
        lab.start(port, EthConf.queues(1, 1).withRxOffloads(Set.of(RxOffload.UDP_CKSUM, RxOffload.IPV4_CKSUM)));

        try (RawSender sender = new RawSender(lab.home, "old0")) {
            sender.send(RawSender.udp(port.mac(), true));
        }
        final Mbuf packet = TapLab.receive(port.rxQueue(0), 1).getFirst();
        assertThat(packet.offloads() & Offload.RX_L4_CKSUM_MASK).isEqualTo(Offload.RX_L4_CKSUM_GOOD);

        final int right = packet.getShort(40);
        packet.putShort(40, (short) 0x1111);
        packet.offloads(Offload.TX_IPV4 | Offload.TX_IP_CKSUM | Offload.TX_UDP_CKSUM);
        packet.txLengths(TxLengths.of(14, 20, 0, 0));
        assertThat(port.txQueue(0).txBurst(new Mbuf[] {packet}, 0, 1)).isEqualTo(1);
        assertThat(right).isNotEqualTo(0x1111);
        assertThat(port.stats().txPackets()).isEqualTo(1);
        assertThat(port.stats().txErrors()).isZero();
        port.close();
        assertThat(lab.home.has("old0")).isFalse();
    }

    /// TP-11: the path, the error and what helps.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "mount -t tmpfs none /dev/net && exec \"$0\" \"$@\" | open(/dev/net/tun) | ENOENT | modprobe tun",
        "exec setpriv --bounding-set=-net_admin \"$0\" \"$@\" | /dev/net/tun | EPERM | CAP_NET_ADMIN"})
    void saysWhatItMissesWhenItCannotMakeAnInterface(final String starter, final String place, final String error, final String remedy) {
        assertThatThrownBy(() -> ChildPort.start(lab.home, "net_tap0,iface=dtap9", List.of("unshare", "-m", "sh", "-c", starter)))
            .hasMessageContainingAll("no port", place, error, remedy);
    }

    /// TP-55: a user without rights has them in a namespace of his own.
    @Test
    void worksInAUserNamespace() throws IOException, InterruptedException {
        final Process child = ChildPort.start(lab.home, "net_tap0,iface=dtap9,remote=near", List.of("unshare", "-rn", "sh", "-c",
            "ip link add near type veth peer name far && exec \"$0\" \"$@\""), "ingress pattern eth / ipv4 / end actions queue index 0 / end");
        child.destroy();

        assertThat(child.waitFor()).as("ended by SIGTERM").isEqualTo(128 + 15);
    }
}
