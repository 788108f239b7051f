package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RequiresNetNs
class RtNetlinkTest {
    private TestNet net;

    @BeforeEach
    void makeNamespace() {
        net = new TestNet();
    }

    @AfterEach
    void closeNamespace() {
        net.close();
    }

    @Test
    void describesBothEndsOfAVethPair() {
        net.links.createVeth("left", "right");

        final LinkInfo left = net.link("left");
        final LinkInfo right = net.link("right");
        assertThat(left.kind()).isEqualTo("veth");
        assertThat(left.type()).isEqualTo(LinkInfo.ARPHRD_ETHER);
        assertThat(left.mtu()).isEqualTo(1500);
        assertThat(left.mac()).hasSize(6);
        assertThat(left.lower()).isEqualTo(right.index());
        assertThat(right.lower()).isEqualTo(left.index());
        assertThat(left.lowerForeign()).isFalse();
        assertThat(left.isUp()).isFalse();
        assertThat(left.master()).isZero();
        assertThat(net.links.link(left.index())).contains(left);
        assertThat(net.links.links()).contains(left, right);
    }

    @Test
    void findsNothingUnderAnUnknownNameOrIndex() {
        assertThat(net.links.link("nobody")).isEmpty();
        assertThat(net.links.link(4711)).isEmpty();
    }

    @Test
    void switchesLinksOnAndOff() {
        net.veth("left", "right");
        assertThat(TestNet.eventually(() -> net.link("left").isRunning() && net.link("left").operState() == LinkInfo.OPER_UP)).isTrue();
        assertThat(net.link("left").carrier()).isTrue();

        net.links.setUp(net.index("right"), false);

        assertThat(net.link("right").isUp()).isFalse();
        assertThat(TestNet.eventually(() -> !net.link("left").isRunning())).isTrue();
    }

    @Test
    void setsMtuAndAddress() {
        net.links.createVeth("left", "right");
        final byte[] mac = HexFormat.of().parseHex("020000c0ffee");

        net.links.setMtu(net.index("left"), 9000);
        net.links.setMac(net.index("left"), mac);

        assertThat(net.link("left").mtu()).isEqualTo(9000);
        assertThat(net.link("left").mac()).isEqualTo(mac);
        assertThat(net.exec("ip", "link", "show", "left")).contains("mtu 9000").contains("02:00:00:c0:ff:ee");
    }

    @Test
    void setsAndRestoresFlagsWithoutTouchingOthers() {
        net.veth("left", "right");
        final int index = net.index("left");
        final int before = net.link("left").flags();

        net.links.setPromiscuous(index, true);
        net.links.setAllMulticast(index, true);
        assertThat(net.exec("ip", "link", "show", "left")).contains("PROMISC").contains("ALLMULTI").contains("UP");

        net.links.setFlags(index, LinkInfo.IFF_PROMISC | LinkInfo.IFF_ALLMULTI, before);
        assertThat(net.link("left").flags() & ~LinkInfo.IFF_RUNNING & ~LinkInfo.IFF_LOWER_UP)
            .isEqualTo(before & ~LinkInfo.IFF_RUNNING & ~LinkInfo.IFF_LOWER_UP);
    }

    @Test
    void renamesLinks() {
        net.links.createVeth("left", "right");
        final int index = net.index("left");

        net.links.rename(index, "renamed-left-15");

        assertThat(net.links.link(index)).map(LinkInfo::name).contains("renamed-left-15");
        assertThat(net.links.link("left")).isEmpty();
    }

    @Test
    void movesLinksToAnotherNamespace() {
        net.links.createVeth("left", "right");
        try (TestNet other = new TestNet()) {
            net.links.moveTo(net.index("right"), other.namespace);

            assertThat(net.links.link("right")).isEmpty();
            assertThat(other.links.link("right")).isPresent();
            assertThat(net.link("left").lowerForeign()).isTrue();
        }
    }

    @Test
    void movesLinksToTheNamespaceOfAProcess() {
        try (NetNs own = NetNs.current(); TestNet other = new TestNet()) {
            final String name = "mv" + ProcessHandle.current().pid();
            other.links.createVeth(name, "right");
            other.links.moveToProcess(other.index(name), (int) ProcessHandle.current().pid());

            try (RtNetlink here = RtNetlink.openIn(own)) {
                final int index = here.link(name).orElseThrow().index();
                here.delete(index);
                assertThat(here.link(index)).isEmpty();
            }
            assertThat(other.links.link("right")).isEmpty();
        }
    }

    @Test
    void makesAPairAcrossNamespaces() {
        try (TestNet other = new TestNet()) {
            net.links.createVeth("left", "right", other.namespace);

            assertThat(net.links.links()).extracting(LinkInfo::name).containsExactly("lo", "left");
            assertThat(other.links.links()).extracting(LinkInfo::name).containsExactly("lo", "right");
        }
    }

    @Test
    void makesOtherKindsOfDevices() {
        net.links.createVeth("left", "right");
        net.links.createIfb("shaper");
        net.links.createBridge("bridge");
        net.links.createMacvtap("tap", net.index("left"), MacvlanMode.BRIDGE);

        assertThat(net.link("shaper").kind()).isEqualTo("ifb");
        assertThat(net.link("bridge").kind()).isEqualTo("bridge");
        assertThat(net.link("tap").kind()).isEqualTo("macvtap");
        assertThat(net.link("tap").lower()).isEqualTo(net.index("left"));
        assertThat(net.exec("ip", "-d", "link", "show", "tap")).contains("macvtap mode bridge");
    }

    @Test
    void makesADummyOrSaysThatTheKernelHasNone() {
        try {
            net.links.createDummy("dummy7");
            assertThat(net.link("dummy7").kind()).isEqualTo("dummy");
        } catch (final NetlinkException e) {
            assertThat(e.errno()).isEqualTo(Errno.EOPNOTSUPP);
            assertThat(e).hasMessageStartingWith("RTM_NEWLINK(dummy7, dummy): E").hasMessageEndingWith("the kernel says: Unknown device type");
        }
    }

    @Test
    void namesTheMasterOfAPort() {
        net.links.createVeth("left", "right");
        net.links.createBridge("bridge");
        net.exec("ip", "link", "set", "left", "master", "bridge");

        assertThat(net.link("left").master()).isEqualTo(net.index("bridge"));
    }

    @Test
    void deletesBothEndsOfAPair() {
        net.links.createVeth("left", "right");

        net.links.delete(net.index("left"));

        assertThat(net.links.links()).extracting(LinkInfo::name).containsExactly("lo");
    }

    @Test
    void saysWhatFailedAndWhy() {
        net.links.createVeth("left", "right");
        assertThatThrownBy(() -> net.links.createVeth("left", "other")).isInstanceOf(NetlinkException.class)
            .hasMessageStartingWith("RTM_NEWLINK(left, veth): EEXIST");
        assertThatThrownBy(() -> net.links.setMtu(net.index("left"), 17)).isInstanceOf(NetlinkException.class)
            .hasMessageContaining("mtu 17").hasMessageContaining("EINVAL").hasMessageEndingWith("the kernel says: mtu less than device minimum");
        assertThatThrownBy(() -> net.links.setUp(4711, true)).isInstanceOf(NetlinkException.class).hasMessageContaining("ENODEV");
    }

    @Test
    void refusesWhatIsNoNameOrIndex() {
        assertThatIllegalArgumentException().isThrownBy(() -> net.links.link("")).withMessageContaining("1 to 15 bytes");
        assertThatIllegalArgumentException().isThrownBy(() -> net.links.link("sixteen-letters-")).withMessageContaining("sixteen-letters-");
        assertThatIllegalArgumentException().isThrownBy(() -> net.links.link(0)).withMessageContaining("0");
        assertThatIllegalArgumentException().isThrownBy(() -> net.links.delete(-1)).withMessageContaining("-1");
    }

    @Test
    void listsTheAddressesOfALink() throws UnknownHostException {
        net.veth("left", "right");
        final int index = net.index("left");
        final InetAddress v4 = InetAddress.getByName("192.0.2.7");
        final InetAddress v6 = InetAddress.getByName("2001:db8::7");

        net.links.addAddress(index, v4, 24);
        net.links.addAddress(index, v6, 64);

        assertThat(net.links.addresses(index)).contains(
            new AddressInfo(index, Sock.AF_INET, v4.getAddress(), 24, AddressInfo.SCOPE_UNIVERSE),
            new AddressInfo(index, Sock.AF_INET6, v6.getAddress(), 64, AddressInfo.SCOPE_UNIVERSE));
        assertThat(net.links.addresses(index)).filteredOn(address -> !address.isGlobal())
            .allMatch(address -> address.scope() == AddressInfo.SCOPE_LINK);
        assertThat(net.links.addresses(net.index("right"))).noneMatch(AddressInfo::isGlobal);
        assertThat(net.links.addresses()).extracting(AddressInfo::index).contains(index);
        assertThat(net.links.addresses(4711)).isEmpty();
    }

    @Test
    void takesTheLocalEndOfAPointToPointAddress() throws UnknownHostException {
        net.veth("left", "right");
        net.exec("ip", "addr", "add", "192.0.2.1", "peer", "192.0.2.2", "dev", "left");

        assertThat(net.links.addresses(net.index("left"))).extracting(AddressInfo::address)
            .contains(InetAddress.getByName("192.0.2.1").getAddress());
    }

    @Test
    void seesEveryAddressOfALongList() {
        net.veth("left", "right");
        final int index = net.index("left");
        final StringBuilder batch = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            batch.append("ip addr add 10.1.").append(i / 250).append('.').append(i % 250 + 1).append("/32 dev left; ");
        }
        net.exec("sh", "-c", batch.toString());

        assertThat(net.links.addresses(index)).filteredOn(address -> address.family() == Sock.AF_INET).hasSize(1000);
    }

    @Test
    void knowsTheInterfacesOfDefaultRoutes() {
        net.veth("left", "right").veth("third", "fourth");
        assertThat(net.links.defaultRouteInterfaces()).isEmpty();

        net.exec("ip", "addr", "add", "192.0.2.1/24", "dev", "left");
        net.exec("ip", "route", "add", "default", "via", "192.0.2.2", "dev", "left");
        assertThat(net.links.defaultRouteInterfaces()).containsExactly(net.index("left"));

        net.exec("ip", "-6", "route", "add", "default", "dev", "right");
        assertThat(net.links.defaultRouteInterfaces()).contains(net.index("left"), net.index("right"));
    }

    @Test
    void knowsAllInterfacesOfAMultipathRoute() {
        net.veth("left", "right").veth("third", "fourth");
        net.exec("ip", "route", "add", "default", "nexthop", "dev", "left", "nexthop", "dev", "third");

        assertThat(net.links.defaultRouteInterfaces()).containsExactly(net.index("left"), net.index("third"));
    }

    @Test
    void anUnreachableDefaultLeadsNowhere() {
        net.exec("ip", "route", "add", "unreachable", "default");

        assertThat(net.links.defaultRouteInterfaces()).isEmpty();
    }

    @Test
    void namesTheDeviceBehindAnInterfaceWhereTheKernelSaysIt() {
        try (RtNetlink host = RtNetlink.open()) {
            assertThat(host.links()).isNotEmpty().allSatisfy(link ->
                assertThat(link.parentDevice().isEmpty()).isEqualTo(link.parentBus().isEmpty()));
        }
    }

    @Test
    void seesHundredsOfLinks() {
        for (int i = 0; i < 150; i++) {
            net.links.createVeth("l" + i, "r" + i);
        }

        assertThat(net.links.links()).hasSize(301).extracting(LinkInfo::name).contains("l0", "r149");
    }

    @Test
    void leavesNoDescriptorBehind() {
        final int before = OpenFds.count();
        for (int i = 0; i < 1000; i++) {
            try (RtNetlink links = RtNetlink.open()) {
                assertThat(links.link("lo")).isPresent();
            }
        }
        assertThat(OpenFds.count()).isLessThanOrEqualTo(before);
    }
}
