package dev.pollmode.pmd.vdev.netvsc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.eal.Clock;
import dev.pollmode.eal.Device;
import dev.pollmode.eal.Eal;
import dev.pollmode.eal.TestClock;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.Promiscuous;
import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.sys.NetNs;
import dev.pollmode.test.support.Forwarder;
import dev.pollmode.test.support.NetdevPciBus;
import dev.pollmode.test.support.TestNet;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A guest of Hyper-V made of veth devices, in a process that has a network and a mount namespace of its own.
///
/// ```
///   this namespace                          the host
///   eth<n>  NetVSC ─────────────────── syn<n> ─┐
///   vf<n>   VF, at a PCI address ───── acc<n> ─┴─ br<n>  10.79.<n>.1
///   Eal: net_vdev_netvsc, and tap<n> ─ far<n> 10.79.<n>.2, in the third namespace
/// ```
///
/// A tmpfs over `/sys/class/net` says what they are. Interfaces of NetVSC and VF have the same MAC address.
final class Guest implements AutoCloseable {
    private static final Pattern BITS = Pattern.compile("\"bits_per_second\":\\s*([0-9.e+]+)");
    private static final Path INTERFACES = Path.of("/sys/class/net");

    final TestNet home = new TestNet(NetNs.current());
    final TestNet host = new TestNet();
    final TestNet behind = new TestNet();
    final FakeSysfs sysfs;
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final List<Forwarder> forwarders = new ArrayList<>();
    private final List<Mempool> pools = new ArrayList<>();
    private Clock clock = Clock.system();
    /// What happens after the buses were scanned and before the first device of the vdev bus is probed.
    Runnable onPciProbe = () -> { };
    Eal eal;

    Guest() throws IOException {
        requireOwn("net");
        requireOwn("mnt");
        home.run("mount -t tmpfs none " + INTERFACES);
        sysfs = new FakeSysfs(INTERFACES, INTERFACES.resolve(".made-up"));
    }

    /// What is done here must not be done to the machine that runs the test.
    private static void requireOwn(final String kind) throws IOException {
        final long parent = ProcessHandle.current().parent().orElseThrow().pid();
        if (Files.readSymbolicLink(Path.of("/proc/self/ns/" + kind)).equals(Files.readSymbolicLink(Path.of("/proc/" + parent + "/ns/" + kind)))) {
            throw new IllegalStateException("this is not a namespace of its own: start it by unshare -nm");
        }
    }

    // ---- the machine ----

    Guest netvsc(final int n) {
        home.links.createVeth("eth" + n, "syn" + n, host.namespace);
        sysfs.netvsc("eth" + n);
        host.links.createBridge("br" + n);
        host.run("ip link set syn" + n + " up master br" + n);
        host.run("ip addr add 10.79." + n + ".1/24 dev br" + n);
        host.run("ip link set br" + n + " up");
        home.links.setUp(home.index("eth" + n), true);
        return this;
    }

    /// The host gives a VF: its netdevice has no address of the NetVSC at first, as it may be.
    Guest vf(final int n, final String address) {
        home.links.createVeth("vf" + n, "acc" + n, host.namespace);
        host.run("ip link set acc" + n + " up master br" + n);
        sysfs.pci("vf" + n, address);
        home.links.setUp(home.index("vf" + n), true);
        home.links.setMac(home.index("vf" + n), home.mac("eth" + n).bytes());
        return this;
    }

    /// The host leaves the ends of NetVSC and VF to whoever has a socket there.
    Guest unbridged(final int n) {
        host.run("ip link set syn" + n + " nomaster");
        host.run("ip link set acc" + n + " nomaster");
        return this;
    }

    /// The host takes a VF away.
    Guest removeVf(final int n, final String name, final String address) {
        sysfs.removeInterface(name).removePci(address);
        home.links.delete(home.index(name));
        return this;
    }

    Guest rename(final String name, final String to) {
        home.links.setUp(home.index(name), false);
        // The kernel renames both at once: the new name is there before anybody is told of it.
        sysfs.alias(name, to);
        home.links.rename(home.index(name), to);
        home.links.setUp(home.index(to), true);
        return this;
    }

    // ---- the program ----

    /// Has the program use a clock that stands until it is advanced.
    Guest onClock(final TestClock stopped) {
        clock = stopped;
        return this;
    }

    void advance(final Duration time) {
        ((TestClock) clock).advance(time);
    }

    Guest start(final String... vdevs) {
        return start(netdevice -> "net_af_packet,iface=" + netdevice, vdevs);
    }

    Guest start(final UnaryOperator<String> driverOfVf, final String... vdevs) {
        final String[] args = Stream.concat(Stream.of("-l", "0", "--no-huge", "--no-pci", "--log-level=pmd.net.*:debug"),
            Stream.of(vdevs).map("--vdev="::concat)).toArray(String[]::new);
        eal = Eal.builder().args(args).clock(clock).bus(NetdevPciBus.provider(driverOfVf))
            .bus(new ProbeHookBus(() -> onPciProbe.run()).asProvider()).logsTo(new PrintStream(logged, true, StandardCharsets.UTF_8)).init();
        return this;
    }

    String log() {
        return logged.toString(StandardCharsets.UTF_8);
    }

    List<String> visiblePorts() {
        return EthDevs.of(eal).available().map(EthDev::name).toList();
    }

    boolean hasDevice(final String name) {
        return eal.device(name).filter(Device::isProbed).isPresent();
    }

    private boolean hasPort(final String device) {
        return eal.device(device).filter(Device::isProbed).filter(probed -> EthDevs.of(eal).of(probed).findAny().isPresent()).isPresent();
    }

    void awaitDevice(final String name) {
        assertThat(TestNet.eventually(() -> hasPort(name)))
            .as(() -> "device " + name + " after:\n" + log()).isTrue();
    }

    void awaitNoDevice(final String name) {
        assertThat(TestNet.eventually(() -> eal.device(name).isEmpty())).as(() -> "no device " + name + " after:\n" + log()).isTrue();
    }

    /// Waits until there are these devices and no others: a failsafe device lets go of those below a moment later.
    void awaitDevices(final String... names) {
        final List<String> wanted = List.of(names);
        assertThat(TestNet.eventually(() -> eal.devices().map(Device::name).toList().equals(wanted)))
            .as(() -> wanted + " and not " + eal.devices().map(Device::name).toList()).isTrue();
    }

    NetvscStatus status(final int id) {
        return NetvscContexts.of(eal).statuses().get(id);
    }

    void awaitState(final int id, final VfState state, final String address) {
        assertThat(TestNet.eventually(() -> status(id).state() == state && status(id).vf().equals(address)))
            .as(() -> status(id) + " after:\n" + log()).isTrue();
    }

    EthDev failsafe(final int id) {
        return EthDevs.of(eal).find("net_failsafe_vsc" + id).orElseThrow(() -> new AssertionError("no port; log:\n" + log()));
    }

    /// Has the failsafe port of an interface forward to a tap whose other end is a namespace with an address.
    Guest forward(final int id, final int n) {
        final String tap = "far" + n;
        eal.plug("net_tap" + n + "0,iface=" + tap);
        final EthDev inner = EthDevs.of(eal).find("net_tap" + n + "0").orElseThrow();
        final EthDev outer = failsafe(id);
        startPort(inner);
        startPort(outer);
        home.links.moveTo(home.index(tap), behind.namespace);
        behind.run("ip addr add 10.79." + n + ".2/24 dev " + tap);
        behind.run("ip link set " + tap + " up");
        forwarders.add(Forwarder.dropping(inner, outer));
        return this;
    }

    private void startPort(final EthDev port) {
        final Mempool pool = Mempool.builder(eal, "pool-" + port.name()).count(4096).create();
        pools.add(pool);
        port.configure(EthConf.queues(1, 1));
        port.setupRxQueue(0, QueueConf.DEFAULT, pool);
        port.setupTxQueue(0, QueueConf.DEFAULT);
        port.start();
        port.findCapability(Promiscuous.class).ifPresent(promiscuous -> promiscuous.promiscuous(true));
    }

    /// Has two ports forward to each other, on a thread that offers each packet until it is taken.
    void forwardAll(final EthDev a, final EthDev b) {
        startPort(a);
        startPort(b);
        forwarders.add(Forwarder.keeping(a, b));
    }

    /// Checks that all buffers are home when the ports are closed.
    void assertNoPacketIsHeld() {
        EthDevs.of(eal).available().toList().forEach(EthDev::close);
        assertThat(TestNet.eventually(() -> pools.stream().allMatch(pool -> pool.inUse() == 0))).as(() -> "in use: "
            + pools.stream().map(Mempool::inUse).toList()).isTrue();
    }

    /// {@return how many frames the cables of NetVSC and VF dropped, in either direction}
    long dropped() {
        return Stream.of(home.run("ip -s link"), host.run("ip -s link"), behind.run("ip -s link")).mapToLong(Guest::dropped).sum();
    }

    private static long dropped(final String statistics) {
        return statistics.lines().filter(line -> line.matches(" *[0-9]+ +[0-9]+ +[0-9]+ +[0-9]+ .*"))
            .mapToLong(line -> Long.parseLong(line.trim().split(" +")[3])).sum();
    }

    /// The host reaches the namespace behind the port; each echo has ten seconds.
    Guest ping(final int n) {
        final String result = host.run("ping -q -c 5 -i 0.1 -W 10 10.79." + n + ".2");
        assertThat(result).as(() -> "log:\n" + log()).contains(" 0% packet loss");
        return this;
    }

    /// {@return bits per second between the host and the namespace behind the port, as who receives them counts}
    double iperf(final int n, final String... options) {
        final Process server = behind.start("iperf3", "-s", "-1", "--forceflush");
        try (BufferedReader output = server.inputReader()) {
            String line = output.readLine();
            while (line != null && !line.contains("listening")) {
                line = output.readLine();
            }
            final String report = host.run("iperf3 -J -c 10.79." + n + ".2 " + String.join(" ", options));
            final Matcher bits = BITS.matcher(report.substring(report.lastIndexOf("\"end\"")));
            double last = 0;
            while (bits.find()) {
                last = Double.parseDouble(bits.group(1));
            }
            return last;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            server.destroyForcibly();
        }
    }

    /// {@return how many packets an interface of the host received}
    long received(final String name) {
        final String[] lines = host.run("ip -s link show " + name).split("\n");
        return Long.parseLong(lines[3].trim().split(" +")[1]);
    }

    void stopForwarding() {
        forwarders.forEach(Forwarder::close);
        forwarders.clear();
    }

    @Override
    public void close() {
        stopForwarding();
        if (eal != null) {
            eal.close();
        }
        behind.close();
        host.close();
        home.close();
    }
}
