package dev.pollmode.pmd.tap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.AllMulticast;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.LinkControl;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.MtuControl;
import dev.pollmode.ethdev.Promiscuous;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.PacketType;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.LinkInfo;
import dev.pollmode.test.support.TestNet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ports that take the traffic of another interface over. The far ends of two veth pairs are in namespaces of their own.
class RemoteTest {
    private final TapLab lab = new TapLab();
    private final TestNet a = new TestNet();
    private final TestNet b = new TestNet();

    @BeforeEach
    void makePairs() {
        lab.home.links.createVeth("near0", "far0", a.namespace);
        lab.home.links.createVeth("near1", "far1", b.namespace);
        RemoteState.settle(lab.home, "near0");
        RemoteState.settle(lab.home, "near1");
        a.address("far0", "10.78.0.1/24");
        b.address("far1", "10.78.0.2/24");
    }

    @AfterEach
    void close() {
        lab.close();
        a.close();
        b.close();
    }

    private String state(final String name) {
        return RemoteState.of(lab.home, name);
    }

    /// TP-46: traffic of the remotes passes both ways, with frames merged by the kernel and without.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void carriesTheTrafficOfItsRemotesBothWays(final boolean large) {
        final Set<RxOffload> rx = large ? TapLab.LARGE : Set.of();
        final EthDev left = lab.start("net_tap0,remote=near0", rx);
        final EthDev right = lab.start("net_tap1,remote=near1", rx);
        lab.forward(left, right);
        assertThat(left.link().up()).isTrue();

        a.ping("10.78.0.2", 10);
        Transfer.tcp(a, b, "10.78.0.2");
        Transfer.tcp(b, a, "10.78.0.1");
        assertThat(Transfer.udpLost(a, b, "10.78.0.2")).isZero();
        assertThat(left.stats().rxErrors() + left.stats().txErrors() + right.stats().rxErrors() + right.stats().txErrors()).isZero();
    }

    /// TP-46: frames to one host are the port's alone; the host sees those to several, as its neighbours need, and so do the administrator's filters.
    @Test
    void leavesTheHostItsBroadcastsAndTakesTheRest() {
        lab.home.address("near0", "10.78.0.9/24").quiet("near0");
        a.quiet("far0");
        final EthDev port = lab.start("net_tap0,remote=near0", Set.of());
        final Process ping = a.start("ping", "-c", "1", "-W", "10", "10.78.0.9");

        // The host answers the question for its address, and never sees the echo request that follows.
        final int echo = PacketType.L2_ETHER | PacketType.L3_IPV4 | PacketType.L4_ICMP;
        final List<Mbuf> seen = new ArrayList<>();
        assertThat(TestNet.eventually(() -> {
            seen.addAll(TapLab.poll(port.rxQueue(0)));
            return seen.stream().anyMatch(packet -> packet.packetType() == echo);
        })).isTrue();
        assertThat(seen).extracting(Mbuf::packetType).contains(PacketType.L2_ETHER_ARP);
        assertThat(a.run("ip", "neigh", "show", "10.78.0.9")).contains(port.mac().toString().toLowerCase(Locale.ROOT));
        seen.forEach(Mbuf::free);
        ping.destroyForcibly().onExit().join();
        assertThat(lab.home.run("nstat", "-asz", "IcmpInEchos")).containsPattern("IcmpInEchos +0 ");
    }

    /// TP-33, TP-34, TP-35, TP-46, TP-50: what is set, is set for both; closing puts it back.
    @Test
    void mirrorsItsSettingsToTheRemoteAndRestoresItWhenClosed() {
        final String before = state("near0");
        final MacAddress mac = Netdev.mac(lab.home.link("near0"));
        final EthDev port = lab.start("net_tap0,iface=dtap0,remote=near0", Set.of());
        assertThat(port.mac()).isEqualTo(mac);

        port.mtu(1400);
        port.mac(new MacAddress(0x02_00_00_00_00_42L));
        port.capability(AllMulticast.class).allMulticast(true);
        final LinkInfo link = lab.home.link("near0");
        assertThat(link.mtu()).isEqualTo(1400);
        assertThat(Netdev.mac(link)).isEqualTo(new MacAddress(0x02_00_00_00_00_42L));
        assertThat(link.flags() & RemoteCookie.FLAGS).isEqualTo(RemoteCookie.FLAGS);
        assertThat(lab.home.run("tc", "filter", "show", "dev", "near0", "ingress")).contains("Egress Redirect to device dtap0");
        assertThat(lab.home.run("tc", "filter", "show", "dev", "dtap0", "ingress")).contains("Egress Redirect to device near0");
        port.capability(Promiscuous.class).promiscuous(false);
        assertThat(lab.home.link("near0").flags() & LinkInfo.IFF_PROMISC).isZero();
        port.capability(LinkControl.class).setLink(false);
        assertThat(lab.home.link("near0").isUp()).isFalse();

        port.close();
        assertThat(state("near0")).isEqualTo(before);
        assertThat(lab.home.has("dtap0")).isFalse();
    }

    /// TP-34: both or none.
    @Test
    void leavesTheMtuOfBothWhenTheRemoteRefuses() {
        lab.home.run("ip", "link", "add", "link", "near0", "name", "narrow", "type", "macvlan");
        final EthDev port = lab.start("net_tap0,remote=narrow", Set.of());

        // A macvlan can't carry more than what it stands on.
        assertThatThrownBy(() -> port.capability(MtuControl.class).mtu(9000)).isInstanceOf(EalException.class)
            .hasMessageContaining("set MTU 9000 of narrow");
        assertThat(port.mtu()).isEqualTo(1500);
        assertThat(lab.home.link("narrow").mtu()).isEqualTo(1500);
    }

    /// TP-48: qdisc and filters of the administrator stay.
    @ParameterizedTest
    @ValueSource(strings = {"ingress", "clsact"})
    void joinsTheQdiscOfTheAdministrator(final String qdisc) {
        lab.home.run("tc", "qdisc", "add", "dev", "near0", qdisc);
        lab.home.run("tc", "filter", "add", "dev", "near0", "ingress", "prio", "5", "protocol", "ip", "u32", "match", "u32", "0", "0",
            "flowid", "1:1");
        final String before = state("near0");
        final EthDev left = lab.start("net_tap0,remote=near0", Set.of());
        final EthDev right = lab.start("net_tap1,remote=near1", Set.of());
        lab.forward(left, right);

        a.ping("10.78.0.2", 5);
        left.close();

        assertThat(state("near0")).isEqualTo(before);
    }

    /// TP-48: a qdisc of ours stays when the administrator has put a filter there.
    @Test
    void leavesItsQdiscToWhoHasPutFiltersThere() {
        final EthDev port = lab.start("net_tap0,remote=near0", Set.of());
        lab.home.run("tc", "filter", "add", "dev", "near0", "ingress", "prio", "500", "protocol", "ip", "u32", "match", "u32", "0", "0",
            "flowid", "1:1");

        port.close();

        assertThat(lab.home.run("tc", "filter", "show", "dev", "near0", "ingress")).contains("pref 500").doesNotContain("mirred");
    }

    /// TP-47: both reasons, and nothing is left.
    @Test
    void refusesARemoteThatIsMissing() {
        assertThatThrownBy(() -> lab.plug("net_tap0,iface=dtap0,remote=nowhere")).isInstanceOf(EalException.class)
            .hasMessageContaining("Can't set up remote feature: remote=nowhere: ENODEV(19)")
            .hasMessageContaining("failed to get nowhere if_index").extracting(e -> ((EalException) e).errno()).isEqualTo(Errno.ENODEV);
        assertThat(lab.home.has("dtap0")).isFalse();
    }

    @Test
    void refusesItsOwnInterfaceAsRemote() {
        assertThatThrownBy(() -> lab.plug("net_tap0,iface=dtap0,remote=dtap0")).isInstanceOf(EalException.class)
            .hasMessageContaining("remote=dtap0").hasMessageContaining("its own remote");
        assertThat(lab.home.has("dtap0")).isFalse();
    }

    @Test
    void refusesARemoteThatIsTakenOverAlready() {
        lab.plug("net_tap0,iface=dtap0,remote=near0");
        final String before = state("near0");

        assertThatThrownBy(() -> lab.plug("net_tap1,iface=dtap1,remote=near0")).isInstanceOf(EalException.class)
            .hasMessageContaining("EBUSY").hasMessageContaining("taken over already, by process " + ProcessHandle.current().pid());
        assertThat(state("near0")).isEqualTo(before);
        assertThat(lab.home.has("dtap1")).isFalse();
    }

    @Test
    void refusesARemoteThatIsNoEthernetInterface() {
        lab.home.run("ip", "tuntap", "add", "raw0", "mode", "tun");

        assertThatThrownBy(() -> lab.plug("net_tap0,remote=raw0")).isInstanceOf(EalException.class).hasMessageContaining("no Ethernet");
    }

    /// A remote that goes takes the link down; when one of its name comes it is taken over again.
    @Test
    void takesARemoteOverAgainThatCameBack() {
        final EthDev left = lab.start("net_tap0,remote=near0", Set.of());
        final EthDev right = lab.start("net_tap1,remote=near1", Set.of());
        lab.forward(left, right);

        lab.home.run("ip", "link", "del", "near0");
        assertThat(TestNet.eventually(() -> lab.logged().contains("near0 is gone"))).isTrue();
        assertThat(left.link().up()).isFalse();
        lab.home.links.createVeth("near0", "far0", a.namespace);
        a.address("far0", "10.78.0.1/24");

        assertThat(TestNet.eventually(() -> left.link().up())).as(lab::logged).isTrue();
        a.ping("10.78.0.2", 5);
    }

    @Test
    void followsWhenBothMoveToAnotherNamespace() {
        final TestNet other = new TestNet();
        final EthDev left = lab.start("net_tap0,iface=dtap0,remote=near0", Set.of());
        final EthDev right = lab.start("net_tap1,remote=near1", Set.of());
        lab.forward(left, right);

        lab.home.move("dtap0", other);
        lab.home.move("near0", other);
        other.run("ip", "link", "set", "dtap0", "up");
        assertThat(TestNet.eventually(() -> left.link().up())).as(lab::logged).isTrue();
        a.ping("10.78.0.2", 5);

        left.close();
        assertThat(other.run("tc", "qdisc", "show", "dev", "near0")).doesNotContain("ingress");
        other.close();
    }
}
