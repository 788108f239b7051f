package dev.pollmode.pmd.vdev.netvsc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.eal.Device;
import dev.pollmode.eal.Eal;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.test.support.RequiresDevice;
import dev.pollmode.test.support.RequiresRoot;
import dev.pollmode.test.support.TestNet;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The argument cases that were tried with C DPDK (PEERS "S6 table"), on real veth pairs: which devices there are, and
/// what is said. Where the messages differ from C's, ours name what is wrong.
@RequiresRoot
@RequiresDevice("/dev/net/tun")
@Timeout(60)
class ArgumentCasesTest {
    private static final String FORCED = "a device that is no NetVSC was probed as one";

    private final TestNet net = new TestNet();
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();

    @BeforeEach
    void makePairs() {
        net.links.createVeth("vx0", "vx1");
        net.links.createVeth("vx2", "vx3");
        net.links.setUp(net.index("lo"), true);
        for (final String name : new String[] {"vx0", "vx1", "vx2", "vx3"}) {
            net.links.setUp(net.index(name), true);
        }
    }

    @AfterEach
    void close() {
        net.close();
    }

    /// Each case once, in an Eal of its own. Columns: the case of the table, what is done before, the devices, the
    /// interfaces that get a failsafe device, and what is said.
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "force           |                             | net_vdev_netvsc0,iface=vx0,force=1                    | vx0 | " + FORCED,
        "noforce         |                             | net_vdev_netvsc0,iface=vx0                            |     | cannot find the specified NetVSC device, iface=vx0",
        "mac-force       |                             | net_vdev_netvsc0,mac={MAC},force=1                    | vx0 | " + FORCED,
        "mac-noforce     |                             | net_vdev_netvsc0,mac={MAC}                            |     | cannot find the specified NetVSC device, mac={MAC}",
        "mac-bad         |                             | net_vdev_netvsc0,mac=zz:11,force=1                    |     | invalid MAC address format \"zz:11\"",
        "mac-bad-noforce |                             | net_vdev_netvsc0,mac=zz:11                            |     | invalid MAC address format \"zz:11\"",
        "mac-none-matches |                            | net_vdev_netvsc0,mac=02:aa:bb:cc:dd:ee,force=1        |     | cannot find the specified device, mac=02:AA:BB:CC:DD:EE",
        "no-args         |                             | net_vdev_netvsc0                                      |     |",
        "no-args-force   |                             | net_vdev_netvsc0,force=1                              |     |",
        "unknown-key     |                             | net_vdev_netvsc0,iface=vx0,force=1,foo=1              |     | cannot parse the arguments",
        "key-no-value    |                             | net_vdev_netvsc0,iface,force=1                        |     | needs a value: iface=",
        "iface-empty     |                             | net_vdev_netvsc0,iface=,force=1                       |     | cannot find the specified device",
        "two-ifaces      |                             | net_vdev_netvsc0,iface=vx0,iface=vx2,force=1          |     | more than one way used to specify the NetVSC interface",
        "iface-and-mac   |                             | net_vdev_netvsc0,iface=vx0,mac={MAC},force=1          |     | more than one way used to specify the NetVSC interface",
        "missing-force   |                             | net_vdev_netvsc0,iface=nosuch0,force=1                |     | cannot find the specified device, iface=nosuch0",
        "missing-noforce |                             | net_vdev_netvsc0,iface=nosuch0                        |     | cannot find the specified NetVSC device, iface=nosuch0",
        "ignore          |                             | net_vdev_netvsc0,ignore=1                             |     |",
        "force-ignore    |                             | net_vdev_netvsc0,iface=vx0,force=1,ignore=1           |     |",
        "force-abc       |                             | net_vdev_netvsc0,iface=vx0,force=abc                  |     | force=abc: EINVAL",
        "force-2         |                             | net_vdev_netvsc0,iface=vx0,force=2                    | vx0 | " + FORCED,
        "routed          | ip addr add 192.0.2.1/24 dev vx0 | net_vdev_netvsc0,iface=vx0,force=1               | vx0 | probably using routed NetVSC interface \"vx0\"",
        "routed-default  | ip route add default dev vx0 | net_vdev_netvsc0,iface=vx0,force=1                   | vx0 | the default route leads through it",
        "iface-down      | ip link set vx0 down        | net_vdev_netvsc0,iface=vx0,force=1                    | vx0 | " + FORCED,
        "loopback        |                             | net_vdev_netvsc0,iface=lo,force=1                     |     | \"lo\" is no Ethernet interface",
        "two-vdevs-same  |                             | net_vdev_netvsc0,iface=vx0,force=1 net_vdev_netvsc1,iface=vx0,force=1 | vx0 | is already handled, skipping",
        "two-vdevs       |                             | net_vdev_netvsc0,iface=vx0,force=1 net_vdev_netvsc1,iface=vx2,force=1 | vx0 vx2 | " + FORCED,
        "alias           |                             | eth_vdev_netvsc0,iface=vx0,force=1                    | vx0 | " + FORCED,
        "suffix          |                             | net_vdev_netvsc_foo,iface=vx0,force=1                 | vx0 | " + FORCED,
        "with-null       |                             | net_vdev_netvsc0,iface=nosuch0 net_null0              |     | cannot find the specified NetVSC device, iface=nosuch0",
        "macvtap         | ip link add link vx0 name mv0 type macvtap | net_vdev_netvsc0,iface=mv0,force=1     | mv0 | " + FORCED})
    void behavesAsDocumented(final String name, final String before, final String vdevs, final String taken, final String said) {
        if (before != null) {
            net.run(before);
        }
        final String mac = net.mac("vx0").toString();
        final List<String> named = Arrays.stream(vdevs.replace("{MAC}", mac).split(" ")).toList();
        final List<String> interfaces = taken == null ? List.of() : List.of(taken.split(" "));
        try (Eal eal = net.namespace.call(() -> open(named))) {
            assertThat(failsafeDevices(eal)).isEqualTo(expected(interfaces));
            assertThat(EthDevs.of(eal).available().map(EthDev::name)).isEqualTo(ports(interfaces, named));
            assertThat(eal.devices().map(Device::name)).as("each named device stays (VN-65)")
                .containsAll(named.stream().map(vdev -> vdev.split(",", -1)[0]).toList());
        }
        final String log = logged.toString(StandardCharsets.UTF_8);
        if (said != null) {
            assertThat(log).contains(said.replace("{MAC}", mac));
        } else {
            assertThat(log).isEmpty();
        }
        assertThat(log).doesNotContain("\tat ").doesNotContain("NullPointer").doesNotContain("failed to initialize");
    }

    private Eal open(final List<String> vdevs) {
        final String[] args = Stream.concat(Stream.of("-l", "0", "--no-huge", "--no-pci"), vdevs.stream().map("--vdev="::concat))
            .toArray(String[]::new);
        return Eal.builder().args(args).logsTo(new PrintStream(logged, true, StandardCharsets.UTF_8)).init();
    }

    private static String failsafeDevices(final Eal eal) {
        return eal.devices().filter(device -> device.name().startsWith("net_failsafe"))
            .map(device -> device.devargs().toString().replaceAll("fd\\(\\d+\\)", "fd(N)")).collect(Collectors.joining(" "));
    }

    /// What the application sees: a port for each interface, and no other for what is below.
    private static List<String> ports(final List<String> interfaces, final List<String> named) {
        return Stream.concat(IntStream.range(0, interfaces.size()).mapToObj(id -> "net_failsafe_vsc" + id),
            named.stream().filter("net_null0"::equals)).toList();
    }

    private static String expected(final List<String> interfaces) {
        return IntStream.range(0, interfaces.size())
            .mapToObj(id -> "net_failsafe_vsc" + id + ",fd(N),dev(net_tap_vsc" + id + ",remote=" + interfaces.get(id) + ")")
            .collect(Collectors.joining(" "));
    }
}
