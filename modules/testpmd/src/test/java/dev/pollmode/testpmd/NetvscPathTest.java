package dev.pollmode.testpmd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.sys.LinkInfo;
import dev.pollmode.sys.NetNs;
import dev.pollmode.sys.RtNetlink;
import dev.pollmode.test.support.RequiresCommand;
import dev.pollmode.test.support.RequiresDevice;
import dev.pollmode.test.support.RequiresRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
    private NetNs home;
    private NetNs a;
    private NetNs b;
    private Process child;

    @BeforeEach
    void connect() throws Exception {
        home = keep(NetNs.create());
        a = keep(NetNs.create());
        b = keep(NetNs.create());
        final RtNetlink links = keep(RtNetlink.openIn(home));
        links.createVeth("vx0", "far", a);
        links.createVeth("vx2", "far", b);
        for (final String name : new String[] {"vx0", "vx2"}) {
            links.setUp(links.link(name).map(LinkInfo::index).orElseThrow(), true);
        }
        run(a, "ip addr add 10.81.0.1/24 dev far");
        run(b, "ip addr add 10.81.0.2/24 dev far");
        run(a, "ip link set far up");
        run(b, "ip link set far up");
    }

    @AfterEach
    void nothingIsLeftBehind() throws Exception {
        if (child != null) {
            child.destroyForcibly().waitFor();
        }
        for (final AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T keep(final T object) {
        open.add(object);
        return object;
    }

    private static String run(final NetNs namespace, final String command) throws IOException, InterruptedException {
        final Process process = namespace.call(() -> new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start());
        process.getOutputStream().close();
        final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(command + ": " + text).isZero();
        return text;
    }

    private void testpmd(final List<String> eal, final String... options) throws IOException {
        final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp",
            System.getProperty("jdk.module.path", "") + ":" + System.getProperty("java.class.path", ""), Testpmd.class.getName(), "--lcores",
            "0@0,1@0", "--no-huge", "--no-pci"));
        command.addAll(eal);
        command.addAll(List.of("--", "-i", "--total-num-mbufs=8192"));
        command.addAll(List.of(options));
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output().toFile());
        builder.environment().putAll(Map.of("TERM", "dumb", "XDG_STATE_HOME", folder.toString()));
        child = home.call(builder::start);
        type("start");
        awaitText("nb forwarding cores=1");
    }

    private Path output() {
        return folder.resolve("output");
    }

    private void type(final String line) throws IOException {
        child.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        child.getOutputStream().flush();
    }

    private String read() {
        try {
            return Files.readString(output());
        } catch (final IOException e) {
            return e.toString();
        }
    }

    private void awaitText(final String text) {
        Terminal.await(() -> read().contains(text) || !child.isAlive());
        assertThat(read()).contains(text);
    }

    private void quit() throws IOException, InterruptedException {
        type("quit");
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).as("ended: %s", read()).isTrue();
        assertThat(child.exitValue()).as(read()).isZero();
    }

    @Test
    void answersPingThroughTheTap() throws Exception {
        testpmd(List.of("--vdev=net_vdev_netvsc0,iface=vx0,force=1"), "--forward-mode=icmpecho");
        assertThat(run(a, "ping -q -c 5 -i 0.2 -W 10 10.81.0.9")).contains(" 0% packet loss");
        type("show netvsc all");
        awaitText("NetVSC 0: net_failsafe_vsc0");
        assertThat(read()).contains("Interface: vx0 ").contains("VF: none").contains("State: ABSENT");
        quit();
        assertThat(run(home, "tc qdisc show dev vx0")).doesNotContain("ingress");
        assertThat(run(home, "ip link")).doesNotContain("dtap");
    }

    @Test
    void carriesTcpBetweenTwoOfItsPorts() throws Exception {
        testpmd(List.of("--vdev=net_vdev_netvsc0,iface=vx0,force=1", "--vdev=net_vdev_netvsc1,iface=vx2,force=1"), "--forward-mode=io");
        assertThat(run(a, "ping -q -c 5 -i 0.2 -W 10 10.81.0.2")).contains(" 0% packet loss");
        final Process server = b.call(() -> new ProcessBuilder("iperf3", "-s", "-1", "--forceflush").redirectErrorStream(true).start());
        try {
            while (!server.inputReader().readLine().contains("listening")) {
                assertThat(server.isAlive()).isTrue();
            }
            assertThat(run(a, "iperf3 -f m -c 10.81.0.2 -t 2")).containsPattern("[1-9][0-9]+ Mbits/sec +receiver");
        } finally {
            server.destroyForcibly().waitFor();
        }
        quit();
    }
}
