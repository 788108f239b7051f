package dev.pollmode.pmd.failsafe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.eal.Eal;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.FlowRules;
import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.test.support.RequiresDevice;
import dev.pollmode.test.support.RequiresRoot;
import dev.pollmode.test.support.TestNet;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// FS-81, FS-82, FS-85: rules and isolated mode over taps of the kernel.
@RequiresRoot
@RequiresDevice("/dev/net/tun")
@Timeout(60)
final class FailsafeTapFlowTest {
    private static final String DROP = "ingress pattern eth / ipv4 / udp dst is 53 / end actions drop / end";

    private final TestNet net = new TestNet();

    private String filters(final String name) {
        return net.has(name) ? net.run("sh", "-c", "tc filter show dev " + name + " egress 2>&1 || true") : "";
    }

    private boolean hasRules(final String name) {
        return filters(name).contains("0x504d0000") && filters(name).contains("pref 65535");
    }

    @Test
    void aTapThatComesBackGetsTheRulesOfThePort() {
        try (net; Eal eal = net.namespace.call(() -> Eal.builder().args("-l", "0", "--no-huge", "--no-pci",
                "--vdev=net_failsafe0,hotplug_poll=50,dev(net_tap0,iface=dtap0),dev(net_tap1,iface=dtap1)")
                .logsTo(new PrintStream(OutputStream.nullOutputStream())).init())) {
            final EthDev port = EthDevs.of(eal).find("net_failsafe0").orElseThrow();
            final Mempool pool = Mempool.builder(eal, "rules").count(512).create();
            final FlowRules flows = port.capability(FlowRules.class);
            net.namespace.run(() -> {
                flows.isolateFlows(true);
                port.configure(EthConf.queues(1, 1));
                port.setupRxQueue(0, QueueConf.DEFAULT, pool);
                port.setupTxQueue(0, QueueConf.DEFAULT);
                port.start();
                flows.createFlow(DROP);
            });
            assertThat(hasRules("dtap0") && hasRules("dtap1")).isTrue();
            assertThatThrownBy(() -> flows.createFlow(DROP)).hasMessageContaining("EEXIST");

            net.run("ip", "link", "del", "dtap0");
            assertThat(TestNet.eventually(() -> hasRules("dtap0"))).isTrue();
            flows.flushFlows();
            flows.isolateFlows(false);
            assertThat(filters("dtap0") + filters("dtap1")).isEmpty();
        }
    }
}
