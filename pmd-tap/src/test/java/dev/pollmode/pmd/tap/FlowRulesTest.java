package dev.pollmode.pmd.tap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.FlowErrorType;
import dev.pollmode.ethdev.FlowException;
import dev.pollmode.ethdev.FlowRules;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.Promiscuous;
import dev.pollmode.ethdev.QueueControl;
import dev.pollmode.sys.Errno;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// ET-19, TP-43: rules on a tap interface, by frames that are really sent.
class FlowRulesTest {
    private static final int SOAK = Integer.getInteger("pollmode.soak", 1);
    private static final MacAddress OWN = new MacAddress(0x02_00_00_00_00_01L);
    private static final String KEEP_LAST = "ingress pattern eth type is 0x88b5 / end actions rss / end";
    private static final Set<FlowFrame> ALL = EnumSet.complementOf(EnumSet.of(FlowFrame.LAST));

    private final TapLab lab = new TapLab();
    private final EthDev port = lab.plug("net_tap0,iface=dtap0,mac=" + OWN);
    private final FlowRules flows = port.capability(FlowRules.class);

    @AfterEach
    void close() {
        lab.close();
    }

    private void start(final int queues) {
        lab.home.quiet("dtap0");
        lab.start(port, EthConf.queues(queues, queues));
        port.capability(Promiscuous.class).promiscuous(true);
    }

    private Set<FlowFrame> received() {
        return FlowTraffic.received(lab.home, "dtap0", port);
    }

    private String filters() {
        return lab.home.run("tc", "filter", "show", "dev", "dtap0", "egress");
    }

    private static Set<FlowFrame> without(final Set<FlowFrame> some) {
        final Set<FlowFrame> others = EnumSet.copyOf(ALL);
        others.removeAll(some);
        return others;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "eth type is 0x0806                                                  | ARP",
        "eth type is 0x8100                                                  | VLAN5_UDP53",
        "eth type spec 0x0800 type last 0x0806                               | ARP UDP53 UDP54 UDP53_OPTIONS UDP_FRAGMENT TCP80 CUT_IPV4 CUT_UDP",
        "eth / ipv4                                                          | UDP53 UDP54 UDP53_OPTIONS UDP_FRAGMENT TCP80 CUT_UDP",
        "eth / ipv4 / udp                                                    | UDP53 UDP54 UDP53_OPTIONS",
        "eth / ipv4 / udp dst is 53                                          | UDP53 UDP53_OPTIONS",
        "ipv4 / udp dst spec 54 dst last 100                                 | UDP54",
        "eth / ipv4 / udp dst spec 0x37 dst mask 0xfffe                      | UDP54",
        "eth / ipv4 / udp src is 1000 dst is 53                              | UDP53 UDP53_OPTIONS",
        "eth / ipv4 dst is 10.77.1.2                                         | UDP54",
        "eth / ipv4 dst spec 10.77.1.9 dst prefix 24                         | UDP54",
        "eth / ipv4 src is 10.77.0.1 ttl is 32                               | UDP54",
        "eth / ipv4 ttl spec 33 ttl last 255 / udp                           | UDP53 UDP53_OPTIONS",
        "eth / ipv4 tos is 8                                                 | UDP54",
        "eth / ipv4 version_ihl is 0x46                                      | UDP53_OPTIONS",
        "eth / ipv4 fragment_offset is 1                                     | UDP_FRAGMENT",
        "eth / ipv4 proto is 6                                               | TCP80",
        "eth / ipv4 / tcp dst is 80                                          | TCP80",
        "eth / ipv4 / tcp flags spec 2 flags mask 0x12                       | TCP80",
        "eth / ipv6                                                          | UDP53_V6",
        "eth / ipv6 / udp dst is 53                                          | UDP53_V6",
        "eth / ipv6 src is fd00::1 dst is fd00::2 hop is 64                  | UDP53_V6",
        "eth / ipv6 dst spec fd00:0:0:0:ffff::2 dst prefix 64 flow is 0x50001 | UDP53_V6",
        "eth / vlan                                                          | VLAN5_UDP53 QINQ6_ARP",
        "eth / vlan vid is 5                                                 | VLAN5_UDP53",
        "vlan pcp is 3 vid is 5 / ipv4 / udp dst is 53                       | VLAN5_UDP53",
        "eth / vlan inner_type is 0x0806                                     | QINQ6_ARP",
        "eth type is 0x88a8 / vlan tci is 6                                  | QINQ6_ARP",
        "eth src is 02:00:00:00:00:77 dst is 02:00:00:00:00:01 type is 0x0806 | ARP",
        "eth src spec 02:00:00:00:00:ff src mask ff:ff:ff:ff:ff:00 / ipv6    | UDP53_V6",
        "void / eth / void / ipv4 / void / tcp                               | TCP80"})
    void dropsWhatThePatternSaysAndNothingElse(final String pattern, final String dropped) {
        start(1);
        flows.createFlow("ingress pattern " + pattern + " / end actions drop / end");
        assertThat(received()).isEqualTo(without(FlowFrame.named(dropped)));
        flows.flushFlows();
        assertThat(received()).isEqualTo(ALL);
    }

    @Test
    void anEmptyPatternIsForAllAndNoActionDrops() {
        start(1);
        flows.createFlow(KEEP_LAST);
        flows.createFlow("priority 1 ingress pattern end actions end");
        assertThat(received()).isEmpty();
    }

    /// Group first, then priority; `passthru` asks the next, and what a rule delivers no later rule drops.
    @Test
    void asksRulesByGroupAndPriority() {
        start(1);
        flows.createFlow("priority 2 ingress pattern eth / ipv4 / end actions drop / end");
        flows.createFlow("priority 1 ingress pattern eth / ipv4 / udp / end actions queue index 0 / end");
        flows.createFlow("priority 0 ingress pattern eth / ipv4 / udp dst is 54 / end actions passthru / end");
        final long last = flows.createFlow("group 1 ingress pattern eth / ipv4 / udp / end actions drop / end");
        assertThat(received()).isEqualTo(without(FlowFrame.named("TCP80 UDP_FRAGMENT CUT_UDP")));

        flows.createFlow("ingress pattern eth / ipv4 / udp dst is 53 / end actions drop / end");
        assertThat(received()).isEqualTo(without(FlowFrame.named("TCP80 UDP_FRAGMENT CUT_UDP UDP53 UDP53_OPTIONS")));
        flows.destroyFlow(last);
        assertThat(received()).isEqualTo(without(FlowFrame.named("TCP80 UDP_FRAGMENT CUT_UDP UDP53 UDP53_OPTIONS")));
    }

    /// TP-43: the frames of a rule come to its queue, others to any.
    @Test
    void bringsFramesToTheirQueue() {
        start(4);
        flows.createFlow("ingress pattern eth / ipv4 / udp src is 1000 / end actions queue index 3 / end");
        flows.createFlow("ingress pattern eth / ipv4 / udp src is 1001 / end actions queue index 1 / end");
        flows.createFlow("ingress pattern eth / ipv4 / udp src is 1002 / end actions rss queues 0 1 2 3 end / end");
        assertThat(queuesOf(1000)).containsExactly(0, 0, 0, 8);
        assertThat(queuesOf(1001)).containsExactly(0, 8, 0, 0);
        assertThat(queuesOf(1002)).contains(8);
        assertSpreadsOthers();

        // The kernel gives the number of a queue that goes to the last one.
        port.capability(QueueControl.class).stopRxQueue(0);
        assertThat(queuesOf(1000)).containsExactly(0, 0, 0, 8);
        assertThat(queuesOf(1001)).containsExactly(0, 8, 0, 0);
        port.capability(QueueControl.class).startRxQueue(0);
        assertThat(queuesOf(1000)).containsExactly(0, 0, 0, 8);
        port.capability(QueueControl.class).stopRxQueue(3);
        assertThat(queuesOf(1000).get(3)).as("a queue that is stopped").isZero();

        flows.flushFlows();
        assertSpreadsOthers();
    }

    private List<Integer> queuesOf(final int sourcePort) {
        try (RawSender sender = new RawSender(lab.home, "dtap0")) {
            for (int i = 0; i < 8; i++) {
                sender.send(RawSender.udp(OWN, true, sourcePort));
            }
        }
        return FlowTraffic.perQueue(port, 4, 8);
    }

    private void assertSpreadsOthers() {
        try (RawSender sender = new RawSender(lab.home, "dtap0")) {
            for (int i = 0; i < 128; i++) {
                sender.send(RawSender.udp(OWN, true, 2000 + i));
            }
            sender.send(FlowFrame.UDP53_V6.bytes());
            sender.send(FlowFrame.VLAN5_UDP53.bytes());
            sender.send(FlowFrame.UDP_FRAGMENT.bytes());
        }
        assertThat(FlowTraffic.perQueue(port, 4, 131)).filteredOn(count -> count > 8).hasSizeGreaterThanOrEqualTo(3);
    }

    /// TP-49: in isolated mode only frames of rules that deliver come, and rules are not lost by it.
    @Test
    void isolatesThePort() {
        flows.isolateFlows(true);
        start(1);
        flows.createFlow(KEEP_LAST);
        assertThat(received()).isEmpty();
        flows.createFlow("ingress pattern eth / ipv4 / udp dst is 53 / end actions queue index 0 / end");
        flows.createFlow("ingress pattern eth / ipv4 / tcp / end actions passthru / end");
        assertThat(received()).isEqualTo(FlowFrame.named("UDP53 UDP53_OPTIONS"));
        assertThat(filters()).contains("pref 65535", "handle 0x504dffff direct-action");
        flows.isolateFlows(true);
        flows.isolateFlows(false);
        flows.isolateFlows(false);
        assertThat(received()).isEqualTo(ALL);
        flows.flushFlows();
        assertThat(lab.home.run("tc", "qdisc", "show", "dev", "dtap0")).doesNotContain("clsact");
    }

    /// TP-43, TP-44, TP-45: what can't be done is refused by name, before anything is done.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "transfer ingress pattern eth / end actions drop / end           | ATTR_TRANSFER | ENOTSUP | attribute transfer",
        "egress pattern eth / end actions drop / end                     | ATTR_EGRESS   | ENOTSUP | attribute egress",
        "pattern eth / end actions drop / end                            | ATTR_INGRESS  | EINVAL  | attribute ingress",
        "group 16 ingress pattern eth / end actions drop / end           | ATTR_GROUP    | ENOTSUP | group: 16 is more than 15",
        "priority 4094 ingress pattern eth / end actions drop / end      | ATTR_PRIORITY | ENOTSUP | priority: 4094 is more than 4093",
        "ingress pattern eth / gre / end actions drop / end              | ITEM          | ENOTSUP | item gre",
        "ingress pattern udp / end actions drop / end                    | ITEM          | ENOTSUP | item udp: it can't come first",
        "ingress pattern eth / vlan / vlan / end actions drop / end      | ITEM          | ENOTSUP | item vlan: it can't come after vlan",
        "ingress pattern ipv4 / eth / end actions drop / end             | ITEM          | ENOTSUP | item eth: it can't come after ipv4",
        "ingress pattern eth foo is 1 / end actions drop / end           | ITEM          | EINVAL  | item eth: no field \"foo\"",
        "ingress pattern eth src spec 0:0:0:0:0:1 src last 0:0:0:0:0:2 / end actions drop / end | ITEM_LAST | ENOTSUP | a range of field src",
        "ingress pattern eth / end actions drop / queue index 0 / end    | ACTION_NUM    | ENOTSUP | action queue: net_tap does one action",
        "ingress pattern eth / end actions count / drop / end            | ACTION_NUM    | ENOTSUP | action drop",
        "ingress pattern eth / end actions mark id 3 / end               | ACTION        | ENOTSUP | action mark",
        "ingress pattern eth / end actions drop now / end                | ACTION_CONF   | EINVAL  | action drop: \"now\"",
        "ingress pattern eth / end actions queue / end                   | ACTION_CONF   | EINVAL  | not index NUMBER",
        "ingress pattern eth / end actions queue index 2 / end           | ACTION_CONF   | EINVAL  | index 2 out of range, the port has 2",
        "ingress pattern eth / end actions queue index 999999999999 / end | ACTION_CONF  | EINVAL  | not index NUMBER",
        "ingress pattern eth / end actions rss queues 0 end / end        | ACTION_CONF   | ENOTSUP | action rss",
        "ingress pattern eth / end actions rss func toeplitz / end       | ACTION_CONF   | ENOTSUP | say rss alone, or rss queues 0 1 end"})
    void refusesByNameWhatItCannotDo(final String rule, final FlowErrorType type, final String error, final String text) {
        start(2);
        for (final Runnable attempt : List.<Runnable>of(() -> flows.validateFlow(rule), () -> flows.createFlow(rule))) {
            assertThatExceptionOfType(FlowException.class).isThrownBy(attempt::run).withMessageContainingAll("flow rule: " + error, text)
                .satisfies(e -> assertThat(e.type()).isEqualTo(type)).satisfies(e -> assertThat(Errno.name(e.errno())).isEqualTo(error));
        }
        assertThat(filters()).isEmpty();
    }

    /// TP-44
    @Test
    void refusesTheSameRuleTwice() {
        start(1);
        final long first = flows.createFlow("ingress pattern eth / ipv4 / udp dst is 53 / end actions drop / end");
        assertThatExceptionOfType(FlowException.class).isThrownBy(() ->
                flows.createFlow("ingress pattern eth / void / ipv4 / udp dst spec 53 / end actions queue index 0 / end"))
            .withMessageContaining("EEXIST, overlapping rules: rule " + first).satisfies(e -> assertThat(e.type()).isEqualTo(FlowErrorType.HANDLE));
        flows.createFlow("priority 1 ingress pattern eth / ipv4 / udp dst is 53 / end actions queue index 0 / end");
        flows.destroyFlow(first);
        flows.createFlow("ingress pattern eth / ipv4 / udp dst is 53 / end actions queue index 0 / end");
    }

    /// TP-44: the kernel's words, with the number.
    @Test
    void saysWhyTheKernelRefuses() {
        lab.home.run("tc", "qdisc", "add", "dev", "dtap0", "clsact");
        lab.home.run("tc", "filter", "add", "dev", "dtap0", "egress", "prio", "1", "protocol", "ip", "u32", "match", "u32", "0", "0", "flowid", "1:1");
        assertThatExceptionOfType(FlowException.class).isThrownBy(() -> flows.createFlow("ingress pattern eth / end actions drop / end"))
            .withMessageContainingAll("Kernel refused TC filter rule creation (22)", "EINVAL").satisfies(e ->
                assertThat(e.type()).isEqualTo(FlowErrorType.HANDLE));
        flows.createFlow("priority 1 ingress pattern eth / end actions drop / end");
    }

    @Test
    void countsNothingAndSaysSo() {
        final long rule = flows.createFlow("ingress pattern eth / end actions drop / end");
        assertThatThrownBy(() -> flows.queryFlow(rule)).isInstanceOf(FlowException.class).hasMessageContainingAll("ENOTSUP", "rule " + rule);
        assertThatThrownBy(() -> flows.destroyFlow(rule + 1)).isInstanceOf(FlowException.class).hasMessageContainingAll("ENOENT", "rule 1");
    }

    @Test
    void aTunHasNoRules() {
        assertThatThrownBy(() -> lab.plug("net_tun0").capability(FlowRules.class)).isInstanceOf(EalException.class).hasMessageContaining("FlowRules")
            .extracting(e -> ((EalException) e).errno()).isEqualTo(Errno.ENOTSUP);
    }

    /// Nothing but a refusal, or a rule that goes again, comes of any text; and no filter makes the kernel hang.
    @Test
    void survivesAnyRule() {
        start(2);
        final Random random = new Random(20261129);
        for (int i = 0; i < SOAK; i++) {
            int made = 0;
            for (int j = 0; j < 1500; j++) {
                made += create(anyRule(random)) ? 1 : 0;
            }
            assertThat(made).isGreaterThan(20);
            try (RawSender sender = new RawSender(lab.home, "dtap0")) {
                ALL.forEach(frame -> sender.offer(frame.bytes()));
            }
            flows.flushFlows();
            assertThat(filters()).isEmpty();
        }
    }

    private static String anyRule(final Random random) {
        final String[] items = {"eth", "vlan", "ipv4", "ipv6", "udp", "tcp", "void", "gre"};
        final String[] fields = {"", " src is 1", " dst is 2", " src is 10.0.0.1", " dst spec ff::1 dst prefix 3", " type is 0x0800", " vid is 7",
            " dst spec 5 dst last 900", " dst spec 5 dst mask 6", " ttl is 256", " src is 1:2:3:4:5:6", " flags mask 3", " proto is 17", " tc is 9"};
        final String[] actions = {"drop", "passthru", "queue index 0", "queue index 1", "queue index 9", "rss", "void", "count", "drop / drop"};
        final StringBuilder text = new StringBuilder("group " + random.nextInt(17) + " priority " + random.nextInt(4200) + " ingress pattern ");
        for (int j = random.nextInt(5); j > 0; j--) {
            text.append(items[random.nextInt(items.length)]).append(fields[random.nextInt(fields.length)]).append(" / ");
        }
        return text.append("end actions ").append(actions[random.nextInt(actions.length)]).append(" / end").toString();
    }

    private boolean create(final String rule) {
        try {
            flows.createFlow(rule);
            return true;
        } catch (final FlowException e) {
            assertThat(e.type()).as(rule).isNotEqualTo(FlowErrorType.UNSPECIFIED);
            return false;
        }
    }
}
