package dev.pollmode.pmd.tap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.FlowRules;
import dev.pollmode.ethdev.Promiscuous;
import dev.pollmode.test.support.TestNet;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// TP-43, TP-49: rules on a port that has the traffic of another interface.
class FlowRemoteTest {
    private static final Set<FlowFrame> ALL = EnumSet.complementOf(EnumSet.of(FlowFrame.LAST));
    private static final String DROP_TCP = "ingress pattern eth / ipv4 / tcp / end actions drop / end";
    private static final String QUEUE_53 = "ingress pattern eth / ipv4 / udp dst is 53 / end actions queue index 0 / end";
    private static final String QUEUE_LAST = "ingress pattern eth type is 0x88b5 / end actions queue index 0 / end";

    private final TapLab lab = new TapLab();
    private final TestNet a = new TestNet();
    private EthDev port;
    private FlowRules flows;

    @BeforeEach
    void makePair() {
        makeVeth();
        RemoteState.settle(lab.home, "near");
        port = lab.plug("net_tap0,iface=dtap0,remote=near");
        lab.home.quiet("dtap0");
        lab.start(port, EthConf.queues(1, 1));
        port.capability(Promiscuous.class).promiscuous(true);
        flows = port.capability(FlowRules.class);
    }

    private void makeVeth() {
        lab.home.links.createVeth("near", "far", a.namespace);
        lab.home.quiet("near");
        a.quiet("far");
        a.up("far");
    }

    @AfterEach
    void close() {
        lab.close();
        a.close();
    }

    private Set<FlowFrame> received() {
        return FlowTraffic.received(a, "far", port);
    }

    private String redirects() {
        // The kernel numbers actions anew each time.
        return lab.home.run("tc", "filter", "show", "dev", "near", "ingress").replaceAll("index [0-9]+", "");
    }

    @Test
    void dropsWhatComesFromTheRemote() {
        assertThat(received()).isEqualTo(ALL);
        final String before = redirects();
        flows.createFlow(DROP_TCP);
        assertThat(received()).isEqualTo(EnumSet.complementOf(EnumSet.of(FlowFrame.LAST, FlowFrame.TCP80)));
        flows.flushFlows();
        assertThat(received()).isEqualTo(ALL);
        assertThat(redirects()).isEqualTo(before);
    }

    /// The kernel takes the tag out of a frame that arrives and keeps it beside.
    @ParameterizedTest
    @CsvSource({
        "eth / vlan,                                            VLAN5_UDP53 QINQ6_ARP",
        "eth / vlan vid is 5 / ipv4 / udp dst is 53,            VLAN5_UDP53",
        "vlan pcp is 3,                                         VLAN5_UDP53",
        "eth type is 0x8100,                                    VLAN5_UDP53",
        "eth type is 0x88a8 / vlan tci is 6 inner_type is 0x0806, QINQ6_ARP",
        "eth / ipv4 / udp dst is 53,                            UDP53 UDP53_OPTIONS",
        "eth type is 0x0806,                                    ARP"})
    void knowsTagsThatTheKernelKeepsBesideTheFrame(final String pattern, final String dropped) {
        flows.createFlow("ingress pattern " + pattern + " / end actions drop / end");
        final Set<FlowFrame> others = EnumSet.copyOf(ALL);
        others.removeAll(FlowFrame.named(dropped));
        assertThat(received()).isEqualTo(others);
    }

    /// TP-49: the filters that are always there go and come; what rules deliver comes all the time, and the host gets the rest.
    @Test
    void inIsolatedModeOnlyFramesOfRulesComeFromTheRemote() {
        final String before = redirects();
        flows.createFlow(QUEUE_LAST);
        flows.isolateFlows(true);
        assertThat(received()).isEmpty();
        flows.createFlow(QUEUE_53);
        flows.createFlow(DROP_TCP);
        flows.createFlow("ingress pattern eth / ipv6 / end actions passthru / end");
        assertThat(received()).isEqualTo(EnumSet.of(FlowFrame.UDP53, FlowFrame.UDP53_OPTIONS));
        assertThat(redirects()).contains("bytecode '1,6 0 0 0'").doesNotContain("mirror");

        lab.home.address("near", "10.77.0.2/24");
        a.address("far", "10.77.0.1/24");
        a.ping("10.77.0.2", 1);

        flows.isolateFlows(false);
        assertThat(received()).isEqualTo(EnumSet.complementOf(EnumSet.of(FlowFrame.LAST, FlowFrame.TCP80)));
        flows.flushFlows();
        assertThat(received()).isEqualTo(ALL);
        assertThat(redirects()).isEqualTo(before);
    }

    /// What the port sends passes in isolated mode, too.
    @Test
    void isolatedModeIsForReceivingAlone() {
        flows.isolateFlows(true);
        flows.createFlow("ingress pattern eth / ipv4 / end actions rss / end");
        flows.createFlow("ingress pattern eth type is 0x0806 / end actions rss / end");
        final EthDev other = lab.plug("net_tap1,iface=dtap1");
        lab.start(other, EthConf.queues(1, 1));
        other.capability(Promiscuous.class).promiscuous(true);
        lab.forward(port, other);
        try (TestNet b = new TestNet()) {
            lab.home.move("dtap1", b);
            a.address("far", "10.78.0.1/24");
            b.address("dtap1", "10.78.0.2/24");
            a.ping("10.78.0.2", 3);
        }
    }

    @Test
    void rulesAndModeHoldForARemoteThatComesBack() {
        flows.isolateFlows(true);
        flows.createFlow(QUEUE_LAST);
        flows.createFlow(QUEUE_53);
        lab.home.run("ip", "link", "del", "near");
        assertThat(TestNet.eventually(() -> lab.logged().contains("near is gone"))).isTrue();
        flows.createFlow("ingress pattern eth / ipv4 / udp dst is 54 / end actions queue index 0 / end");
        makeVeth();
        assertThat(TestNet.eventually(() -> port.link().up() && redirects().contains("bytecode '1,6 0 0 0'"))).as(lab::logged).isTrue();
        assertThat(received()).isEqualTo(EnumSet.of(FlowFrame.UDP53, FlowFrame.UDP53_OPTIONS, FlowFrame.UDP54));
    }

    /// TP-48: with the administrator's filters on the remote, asked after ours.
    @Test
    void closingRestoresARemoteThatHadRules() {
        port.close();
        lab.home.run("tc", "qdisc", "add", "dev", "near", "clsact");
        lab.home.run("tc", "filter", "add", "dev", "near", "ingress", "prio", "4", "protocol", "ip", "u32", "match", "u32", "0", "0", "flowid", "1:1");
        final String before = RemoteState.of(lab.home, "near");
        final EthDev next = lab.start("net_tap1,iface=dtap1,remote=near", Set.of());
        next.capability(FlowRules.class).createFlow(DROP_TCP);
        next.capability(FlowRules.class).isolateFlows(true);
        assertThat(redirects()).contains("pref 1 bpf");
        next.close();
        assertThat(RemoteState.of(lab.home, "near")).isEqualTo(before);
    }
}
