package dev.pollmode.pmd.tap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.FlowErrorType;
import dev.pollmode.ethdev.FlowException;
import dev.pollmode.ethdev.FlowRules;
import dev.pollmode.ethdev.Promiscuous;
import dev.pollmode.test.support.LeakCheck;
import dev.pollmode.test.support.TestNet;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// TP-43, TP-48: how rules come and go, and what they leave alone.
class FlowLifeTest {
    private static final int ROUNDS = Integer.getInteger("pollmode.soak", 1) * 50;
    private static final String DROP_53 = "ingress pattern eth / ipv4 / udp dst is 53 / end actions drop / end";
    private static final String PASS_LAST = "ingress pattern eth type is 0x88b5 / end actions queue index 0 / end";

    private final TapLab lab = new TapLab();

    @AfterEach
    void close() {
        lab.close();
    }

    private static String state(final TestNet net, final String name) {
        return net.run("tc", "-j", "qdisc", "show", "dev", name) + net.run("tc", "-j", "filter", "show", "dev", name, "ingress")
            + net.run("tc", "-j", "filter", "show", "dev", name, "egress");
    }

    private EthDev start(final String devargs) {
        final EthDev port = lab.plug(devargs);
        lab.home.quiet("dtap0");
        lab.start(port, EthConf.queues(1, 1));
        port.capability(Promiscuous.class).promiscuous(true);
        return port;
    }

    /// Filters of the administrator are asked in the order of all priorities, and stay with their qdisc.
    @Test
    void leavesTheAdministratorsFiltersAlone() {
        final EthDev port = start("net_tap0,iface=dtap0");
        lab.home.run("tc", "qdisc", "add", "dev", "dtap0", "clsact");
        lab.home.run("tc", "filter", "add", "dev", "dtap0", "egress", "prio", "9", "protocol", "all", "u32", "match", "u32", "0", "0", "flowid", "1:1");
        lab.home.run("tc", "filter", "add", "dev", "dtap0", "ingress", "prio", "9", "protocol", "all", "u32", "match", "u32", "0", "0", "flowid", "1:1");
        final String before = state(lab.home, "dtap0");
        final FlowRules flows = port.capability(FlowRules.class);
        flows.isolateFlows(true);
        flows.createFlow("ingress pattern eth / ipv4 / tcp / end actions drop / end");
        flows.createFlow("priority 100 ingress pattern eth / ipv4 / udp / end actions drop / end");

        assertThat(FlowTraffic.received(lab.home, "dtap0", port)).as("the administrator lets all pass").contains(FlowFrame.UDP53, FlowFrame.ARP)
            .doesNotContain(FlowFrame.TCP80);
        flows.flushFlows();
        flows.isolateFlows(false);
        assertThat(state(lab.home, "dtap0")).isEqualTo(before);
    }

    @Test
    void leavesAnEmptyQdiscOfTheAdministratorsAlone() {
        final EthDev port = start("net_tap0,iface=dtap0,persist");
        lab.home.run("tc", "qdisc", "add", "dev", "dtap0", "clsact");
        final String before = state(lab.home, "dtap0");
        port.capability(FlowRules.class).createFlow(DROP_53);
        port.capability(FlowRules.class).flushFlows();
        assertThat(state(lab.home, "dtap0")).isEqualTo(before);
        port.capability(FlowRules.class).createFlow(DROP_53);
        lab.eal.unplug(port.device());
        assertThat(state(lab.home, "dtap0")).isEqualTo(before);
        lab.home.run("ip", "link", "del", "dtap0");
    }

    /// The qdisc of a takeover stays for the rules when the remote goes, and goes with them.
    @Test
    void leavesNoQdiscWhenRemoteAndRulesAreGone() {
        lab.home.links.createVeth("near", "far");
        final EthDev port = lab.plug("net_tap0,iface=dtap0,persist,remote=near");
        final FlowRules flows = port.capability(FlowRules.class);
        flows.createFlow(DROP_53);
        lab.home.run("ip", "link", "del", "near");
        assertThat(TestNet.eventually(() -> lab.logged().contains("near is gone"))).isTrue();
        assertThat(TestNet.eventually(() -> !state(lab.home, "dtap0").contains("mirred"))).isTrue();
        assertThat(state(lab.home, "dtap0")).contains("clsact", "direct-action");
        flows.flushFlows();
        assertThat(state(lab.home, "dtap0")).doesNotContain("clsact");
        port.close();
        lab.home.run("ip", "link", "del", "dtap0");
    }

    /// A qdisc `ingress` has no place for rules, and is not ours to replace.
    @Test
    void refusesRulesBesideAnIngressQdisc() {
        final EthDev port = start("net_tap0,iface=dtap0");
        lab.home.run("tc", "qdisc", "add", "dev", "dtap0", "ingress");
        final String before = state(lab.home, "dtap0");
        assertThatExceptionOfType(FlowException.class).isThrownBy(() -> port.capability(FlowRules.class).createFlow(DROP_53))
            .withMessageContainingAll("EBUSY", "clsact in its place").satisfies(e -> assertThat(e.type()).isEqualTo(FlowErrorType.HANDLE));
        assertThat(state(lab.home, "dtap0")).isEqualTo(before);
    }

    @Test
    void aRuleThatAnAdministratorRemovedCanBeDestroyed() {
        final EthDev port = start("net_tap0,iface=dtap0");
        final FlowRules flows = port.capability(FlowRules.class);
        final long rule = flows.createFlow(DROP_53);
        lab.home.run("tc", "qdisc", "del", "dev", "dtap0", "clsact");
        flows.destroyFlow(rule);
        flows.createFlow(DROP_53);
        lab.home.run("ip", "link", "del", "dtap0");
        flows.flushFlows();
    }

    @Test
    void closesAPortWhoseInterfaceWasDeletedWithItsRules() {
        final EthDev port = lab.plug("net_tap0,iface=dtap0");
        lab.start(port, EthConf.queues(3, 3));
        port.capability(FlowRules.class).createFlow("ingress pattern eth / ipv4 / end actions queue index 2 / end");
        lab.home.run("ip", "link", "del", "dtap0");
        port.close();
        assertThat(lab.logged()).doesNotContain("may have stayed");
    }

    /// The kernel takes qdiscs and filters away from an interface that moves.
    @Test
    void rulesFollowTheInterfaceToAnotherNamespace() {
        final EthDev port = start("net_tap0,iface=dtap0");
        final FlowRules flows = port.capability(FlowRules.class);
        flows.createFlow(DROP_53);
        flows.createFlow(PASS_LAST);
        flows.isolateFlows(true);
        try (TestNet other = new TestNet()) {
            lab.home.move("dtap0", other);
            assertThat(TestNet.eventually(() -> lab.logged().contains("moved to another namespace")
                && other.run("tc", "filter", "show", "dev", "dtap0", "egress").contains("0x504d0001"))).as(lab::logged).isTrue();
            other.quiet("dtap0");
            other.up("dtap0");
            assertThat(FlowTraffic.received(other, "dtap0", port)).isEmpty();
            flows.isolateFlows(false);
            assertThat(FlowTraffic.received(other, "dtap0", port)).contains(FlowFrame.TCP80).doesNotContain(FlowFrame.UDP53);
            flows.flushFlows();
            assertThat(FlowTraffic.received(other, "dtap0", port)).contains(FlowFrame.UDP53);
            assertThat(other.run("tc", "qdisc", "show", "dev", "dtap0")).doesNotContain("clsact");
        }
    }

    @Test
    void aPersistentInterfaceKeepsNoRules() {
        final EthDev port = start("net_tap0,iface=dtap0,persist");
        final String before = state(lab.home, "dtap0");
        port.capability(FlowRules.class).isolateFlows(true);
        port.capability(FlowRules.class).createFlow(DROP_53);
        assertThat(state(lab.home, "dtap0")).contains("direct-action");
        lab.eal.unplug(port.device());
        assertThat(state(lab.home, "dtap0")).isEqualTo(before);
    }

    /// TP-48, TP-49: nor do it and its remote after the death of a process; the rules of the next one are all there are.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aKilledProcessLeavesNoRulesToTheNext(final boolean remote) throws IOException, InterruptedException {
        final String devargs = "net_tap0,iface=dtap0,persist" + (remote ? ",remote=near" : "");
        lab.home.links.createVeth("near", "far");
        RemoteState.settle(lab.home, "near");
        final String before = RemoteState.of(lab.home, "near");
        final Process child = ChildPort.start(lab.home, devargs, List.of(), DROP_53, PASS_LAST);
        child.destroyForcibly();
        child.waitFor();
        assertThat(state(lab.home, "dtap0")).contains("direct-action");
        assertThat(RemoteState.of(lab.home, "near").contains("mirred")).isEqualTo(remote);

        final EthDev port = lab.plug("net_tap0,iface=dtap0");
        assertThat(state(lab.home, "dtap0")).doesNotContain("direct-action");
        assertThat(RemoteState.of(lab.home, "near")).isEqualTo(before);
        port.capability(FlowRules.class).createFlow(DROP_53);
        lab.home.run("ip", "link", "del", "dtap0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"net_tap0,iface=dtap0,persist", "net_tap0,iface=dtap0,persist,remote=near"})
    void nothingIsLeftAfterSigterm(final String devargs) throws IOException, InterruptedException {
        lab.home.links.createVeth("near", "far");
        RemoteState.settle(lab.home, "near");
        final String before = RemoteState.of(lab.home, "near");
        final Process child = ChildPort.start(lab.home, devargs, List.of(), DROP_53, PASS_LAST);
        child.destroy();
        child.waitFor();
        assertThat(RemoteState.of(lab.home, "near")).isEqualTo(before);
        assertThat(state(lab.home, "dtap0")).doesNotContain("clsact", "direct-action");
        lab.home.run("ip", "link", "del", "dtap0");
    }

    @Test
    void leaksNothing() {
        lab.home.links.createVeth("near", "far");
        final EthDev port = lab.plug("net_tap0,iface=dtap0,remote=near");
        lab.start(port, EthConf.queues(2, 2));
        makeAndRemove(port.capability(FlowRules.class), 2);
        try (var _ = LeakCheck.begin(lab.eal)) {
            makeAndRemove(port.capability(FlowRules.class), ROUNDS);
        }
    }

    private static void makeAndRemove(final FlowRules flows, final int rounds) {
        for (int i = 0; i < rounds; i++) {
            flows.isolateFlows(true);
            flows.createFlow(DROP_53);
            final long rule = flows.createFlow("ingress pattern eth / vlan vid is 5 / end actions queue index 1 / end");
            for (final String wrong : Set.of(DROP_53, "ingress pattern eth / gre / end actions drop / end")) {
                assertThatExceptionOfType(FlowException.class).isThrownBy(() -> flows.createFlow(wrong));
            }
            flows.destroyFlow(rule);
            flows.isolateFlows(false);
            flows.flushFlows();
        }
    }
}
