package dev.pollmode.testpmd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.test.support.RequiresDevice;
import dev.pollmode.test.support.RequiresRoot;
import dev.pollmode.test.support.TestNet;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// TM-17: `flow` on ports that have rules, with the answers of C's testpmd.
@RequiresRoot
@RequiresDevice("/dev/net/tun")
class FlowCommandsTest {
    private static final String DNS = "ingress pattern eth / ipv4 / udp dst is 53 / end actions drop / end";

    private final TestNet net = new TestNet();
    private final Terminal terminal = net.namespace.call(() -> new Terminal("net_tap0,iface=dtap0", "net_null0", "net_failsafe0,dev(net_tap1,iface=dtap1)"));

    @BeforeEach
    void start() {
        // Links come up while we type.
        terminal.session.watch().show(PortEvent.INTR_LSC, false);
        type("port start all");
    }

    @AfterEach
    void close() {
        terminal.close();
        net.close();
    }

    private String type(final String line) {
        return net.namespace.call(() -> terminal.type(line));
    }

    @Test
    void checksCreatesListsAndDestroysRules() {
        assertThat(type("flow list 0")).isEmpty();
        assertThat(type("flow validate 0 " + DNS)).isEqualTo("Flow rule validated\n");
        assertThat(type("flow create 0 " + DNS)).isEqualTo("Flow rule #0 created\n");
        assertThat(type("flow create 0 group 2 ingress pattern eth / void / vlan / end actions queue index 0 / end")).isEqualTo("Flow rule #1 created\n");
        assertThat(type("flow create 0 priority 1 ingress pattern end actions passthru / end")).isEqualTo("Flow rule #2 created\n");
        assertThat(type("flow create 0 group 1 ingress pattern eth / end actions rss / end")).isEqualTo("Flow rule #3 created\n");
        assertThat(type("flow list 0")).isEqualTo("ID\tGroup\tPrio\tAttr\tRule\n0\t0\t0\ti--\tETH IPV4 UDP => DROP\n2\t0\t1\ti--\t=> PASSTHRU\n"
            + "3\t1\t0\ti--\tETH => RSS\n1\t2\t0\ti--\tETH VLAN => QUEUE\n");
        assertThat(type("flow list 0 group 2")).isEqualTo("ID\tGroup\tPrio\tAttr\tRule\n1\t2\t0\ti--\tETH VLAN => QUEUE\n");
        assertThat(net.run("tc", "filter", "show", "dev", "dtap0", "egress")).contains("direct-action");

        assertThat(type("flow destroy 0 rule 3 rule 0")).isEqualTo("Flow rule #3 destroyed\nFlow rule #0 destroyed\n");
        assertThat(type("flow create 0 " + DNS)).as("the number behind the last").isEqualTo("Flow rule #3 created\n");
        assertThat(type("flow flush 0")).isEmpty();
        assertThat(type("flow list 0")).isEmpty();
        assertThat(net.run("tc", "filter", "show", "dev", "dtap0", "egress")).isEmpty();
        assertThat(type("flow create 0 " + DNS)).isEqualTo("Flow rule #0 created\n");
    }

    @Test
    void restrictsReceptionToRules() {
        assertThat(type("flow isolate 0 1")).isEqualTo("Ingress traffic on port 0 is now restricted to the defined flow rules\n");
        assertThat(net.run("tc", "filter", "show", "dev", "dtap0", "egress")).contains("pref 65535");
        assertThat(type("flow isolate 0 0")).isEqualTo("Ingress traffic on port 0 is not restricted anymore to the defined flow rules\n");
        assertThat(net.run("tc", "filter", "show", "dev", "dtap0", "egress")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "flow create 0 ingress pattern eth / gre / end actions drop / end          | Caught PMD error type 13 (specific pattern item): flow rule: ENOTSUP, item gre",
        "flow create 0 ingress pattern eth / end actions queue index 4 / end       | Caught PMD error type 15 (action configuration): flow rule: EINVAL, action queue",
        "flow validate 0 transfer ingress pattern eth / end actions drop / end     | Caught PMD error type 7 (transfer field): flow rule: ENOTSUP, attribute transfer",
        "flow create 0 group 16 ingress pattern eth / end actions drop / end       | Caught PMD error type 3 (group field): flow rule: ENOTSUP",
        "flow create 2 ingress pattern eth / gre / end actions drop / end          | Caught PMD error type 13 (specific pattern item): create flow on sub_device 0",
        "flow create 1 ingress pattern eth / end actions drop / end                | Caught PMD error type 1 (cause unspecified): FlowRules, port 1",
        "flow create 0 ingress pattern eth / bogus / end actions drop / end        | Bad arguments",
        "flow destroy 0 rule 5                                                     | Flow rule #5 not found",
        "flow destroy 0 rule 0 rule                                                | Bad arguments",
        "flow query 0 0 count                                                      | Flow rule #0 not found"})
    void namesWhatIsWrong(final String line, final String answer) {
        assertThat(type(line)).startsWith(answer);
        assertThat(type("flow list 0")).isEmpty();
    }

    @Test
    void refusesTheSameRuleTwiceAndCountsNothing() {
        type("flow create 0 " + DNS);
        assertThat(type("flow create 0 " + DNS)).startsWith("Caught PMD error type 2 (flow rule (handle)): flow rule: EEXIST, overlapping rules");
        assertThat(type("flow query 0 0 count")).startsWith("Caught PMD error type 1 (cause unspecified): ").contains("ENOTSUP");
        assertThat(type("flow query 0 0 drop")).startsWith("Cannot query action type drop");
    }

    /// TM-06: ports are isolated before they are started, and get what rules ask for.
    @Test
    void flowIsolateAllRestrictsAllPorts() {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);
        final int status = net.namespace.call(() -> Testpmd.run(new ByteArrayInputStream(("flow create 0 " + DNS.replace("drop", "queue index 0")
                + "\nquit\n").getBytes(StandardCharsets.UTF_8)), both, both, "--lcores", "0@0,1@0", "--no-huge", "--no-pci", "--no-telemetry",
            "--vdev=net_tap7,iface=dtap7", "--", "-i", "--flow-isolate-all", "--total-num-mbufs=2048"));
        assertThat(status).as(out.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Flow rule #0 created").doesNotContain("Failed to apply isolated mode");
    }
}
