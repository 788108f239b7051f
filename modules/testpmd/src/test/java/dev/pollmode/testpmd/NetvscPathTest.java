package dev.pollmode.testpmd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.test.support.RequiresCommand;
import dev.pollmode.test.support.RequiresDevice;
import dev.pollmode.test.support.RequiresRoot;
import dev.pollmode.test.support.TestNet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `--vdev=net_vdev_netvsc0,iface=…,force=1` has a working data path: what is at the far ends of veth pairs passes through
/// testpmd. VN-35, VN-36, VN-76.
@RequiresRoot
@RequiresDevice("/dev/net/tun")
@RequiresCommand({"ip", "tc", "ping", "iperf3"})
@Timeout(120)
class NetvscPathTest {
    @TempDir
    private Path folder;
    private final List<AutoCloseable> open = new ArrayList<>();
    private TestNet home;
    private TestNet a;
    private TestNet b;
    private TestpmdProcess testpmd;

    @BeforeEach
    void connect() {
        home = keep(new TestNet());
        a = keep(new TestNet());
        b = keep(new TestNet());
        home.links.createVeth("vx0", "far", a.namespace);
        home.links.createVeth("vx2", "far", b.namespace);
        home.up("vx0");
        home.up("vx2");
        a.address("far", "10.81.0.1/24");
        b.address("far", "10.81.0.2/24");
    }

    @AfterEach
    void nothingIsLeftBehind() throws Exception {
        for (final AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T keep(final T object) {
        open.add(object);
        return object;
    }

    private void start(final List<String> vdevs, final String mode) throws IOException {
        final List<String> command = TestpmdProcess.command(vdevs, "-i", "--total-num-mbufs=8192", mode);
        testpmd = keep(home.namespace.call(() -> new TestpmdProcess(folder, "dumb", command)));
        testpmd.type("start\n");
        testpmd.awaitText("nb forwarding cores=1");
    }

    private void quit() throws IOException, InterruptedException {
        testpmd.type("quit\n");
        assertThat(testpmd.status()).as(testpmd::read).isZero();
    }

    @Test
    void answersPingThroughTheTap() throws Exception {
        start(List.of("net_vdev_netvsc0,iface=vx0,force=1"), "--forward-mode=icmpecho");
        assertThat(a.run("ping -q -c 5 -i 0.2 -W 10 10.81.0.9")).contains(" 0% packet loss");
        testpmd.type("show netvsc all\n");
        testpmd.awaitText("NetVSC 0: net_failsafe_vsc0");
        assertThat(testpmd.read()).contains("Interface: vx0 ").contains("VF: none").contains("State: ABSENT");
        quit();
        assertThat(home.run("tc qdisc show dev vx0")).doesNotContain("ingress");
        assertThat(home.run("ip link")).doesNotContain("dtap");
    }

    @Test
    void carriesTcpBetweenTwoOfItsPorts() throws Exception {
        start(List.of("net_vdev_netvsc0,iface=vx0,force=1", "net_vdev_netvsc1,iface=vx2,force=1"), "--forward-mode=io");
        assertThat(a.run("ping -q -c 5 -i 0.2 -W 10 10.81.0.2")).contains(" 0% packet loss");
        final Process server = b.start("iperf3", "-s", "-1", "--forceflush");
        try {
            while (!server.inputReader().readLine().contains("listening")) {
                assertThat(server.isAlive()).isTrue();
            }
            assertThat(a.run("iperf3 -f m -c 10.81.0.2 -t 2")).containsPattern("[1-9][0-9]+ Mbits/sec +receiver");
        } finally {
            server.destroyForcibly().waitFor();
        }
        quit();
    }
}
