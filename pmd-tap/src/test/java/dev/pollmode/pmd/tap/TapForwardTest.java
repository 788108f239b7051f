package dev.pollmode.pmd.tap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.EthEvent;
import dev.pollmode.ethdev.LinkControl;
import dev.pollmode.ethdev.MtuControl;
import dev.pollmode.ethdev.Promiscuous;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.test.support.TestNet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two namespaces talk through two ports that a program forwards between.
class TapForwardTest {
    private final TapLab lab = new TapLab();
    private final TestNet a = new TestNet();
    private final TestNet b = new TestNet();
    private final List<EthEvent> events = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        EthDevs.of(lab.eal).onEvent(events::add);
    }

    @AfterEach
    void close() {
        lab.close();
        a.close();
        b.close();
    }

    private EthDev[] connect(final Set<RxOffload> rx) {
        final EthDev left = lab.start("net_tap0,iface=left", rx);
        final EthDev right = lab.start("net_tap1,iface=right", rx);
        lab.forward(left, right);
        lab.home.move("left", a);
        lab.home.move("right", b);
        a.address("left", "10.77.0.1/24");
        b.address("right", "10.77.0.2/24");
        return new EthDev[] {left, right};
    }

    /// TP-38: the interfaces were moved while the ports ran.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void carriesPingAndTcpBetweenNamespacesItsInterfacesWereMovedTo(final boolean large) {
        final EthDev[] ports = connect(large ? TapLab.LARGE : Set.of());

        a.ping("10.77.0.2", 10);
        for (final EthDev port : ports) {
            // Frames for an interface that was down yet are errors.
            port.resetStats();
        }
        Transfer.tcp(a, b, "10.77.0.2");
        Transfer.tcp(b, a, "10.77.0.1");
        assertThat(Transfer.udpLost(a, b, "10.77.0.2")).isZero();

        assertThat(ports[0].stats().rxErrors() + ports[1].stats().txErrors()).isZero();
    }

    /// TP-36, TP-37, TP-38: link, MTU and flags are those of the moved interface.
    @Test
    void controlsAnInterfaceThatWasMovedAndRenamed() {
        final EthDev port = lab.start("net_tap0,iface=left", Set.of());
        // TP-21: it has a carrier from its first receiving queue on. Asked afterwards: who has read a state is not told of it again.
        assertThat(TestNet.eventually(() -> linkStates().equals(List.of(true)))).as(() -> events.toString()).isTrue();
        assertThat(port.link().up()).isTrue();
        events.clear();

        lab.home.run("ip", "link", "set", "left", "down");
        lab.home.run("ip", "link", "set", "left", "name", "other");
        lab.home.move("other", a);
        assertThat(TestNet.eventually(() -> lab.logged().contains("interface moved to another namespace"))).isTrue();
        a.run("ip", "link", "set", "other", "name", "third");
        assertThat(port.link().up()).isFalse();

        port.capability(LinkControl.class).setLink(true);
        port.capability(MtuControl.class).mtu(1400);
        port.capability(Promiscuous.class).promiscuous(false);
        assertThat(port.link().up()).isTrue();
        assertThat(a.link("third").mtu()).isEqualTo(1400);
        assertThat(a.run("ip", "link", "show", "third")).contains("UP").doesNotContain("PROMISC");
        assertThat(TestNet.eventually(() -> linkStates().equals(List.of(false, true)))).as(() -> events.toString()).isTrue();

        a.run("ip", "link", "set", "third", "down");
        assertThat(TestNet.eventually(() -> linkStates().equals(List.of(false, true, false)))).as(() -> events.toString()).isTrue();
        a.move("third", lab.home);
        lab.home.run("ip", "link", "set", "third", "up");
        assertThat(TestNet.eventually(() -> linkStates().equals(List.of(false, true, false, true)))).as(() -> events.toString()).isTrue();
    }

    private List<Boolean> linkStates() {
        return events.stream().filter(EthEvent.LinkChange.class::isInstance).map(event -> ((EthEvent.LinkChange) event).link().up()).toList();
    }

    /// TP-38: link down, an error counter, and the removal event.
    @Test
    void tellsThatItsInterfaceWasDeletedInAnotherNamespace() {
        final EthDev[] ports = connect(Set.of());

        a.run("ip", "link", "del", "left");

        assertThat(TestNet.eventually(() -> events.stream().anyMatch(event -> event instanceof final EthEvent.Removal removal
            && removal.port() == ports[0] && removal.reason().contains("left was deleted")))).as(() -> events.toString()).isTrue();
        assertThat(events).anyMatch(event -> event instanceof final EthEvent.LinkChange change && change.port() == ports[0] && !change.link().up());
        assertThat(ports[0].link().up()).isFalse();
        assertThat(TestNet.eventually(() -> ports[0].stats().rxErrors() > 0)).isTrue();
        assertThat(ports[1].link().up()).isTrue();
    }
}
