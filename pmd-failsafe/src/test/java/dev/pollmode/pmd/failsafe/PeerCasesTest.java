package dev.pollmode.pmd.failsafe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.eal.Eal;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.test.support.RequiresDevice;
import dev.pollmode.test.support.RequiresRoot;
import dev.pollmode.test.support.TestNet;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The 18 argument cases that were tried with C DPDK (PEERS S5), on real devices: which ports there are and what is said. Ours differ where
/// the contract asks for better: any number of sub-devices, commands only with `--allow-exec`, a wrong descriptor is an error.
@RequiresRoot
@RequiresDevice("/dev/net/tun")
@Timeout(60)
final class PeerCasesTest {
    /// Columns: the arguments, options of the EAL, the port (none when empty), the sub-devices that are there, and what is said.
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', value = {
        "net_failsafe0                                               |              |               |           | This PMD requires sub-devices, none provided",
        "net_failsafe0,dev(net_null0,no-rx=1)                        |              | net_failsafe0 | net_null0 | Initializing Fail-safe PMD for net_failsafe0",
        "net_failsafe0,dev(net_nosuch0)                              |              |               |           | no driver serves net_nosuch0",
        "net_failsafe0,dev(net_null0                                 |              |               |           | Dangling parenthesis",
        "net_failsafe0,foo(net_null0)                                |              |               |           | Unrecognized device type: foo",
        "net_failsafe0,dev(net_null0),foo=1                          |              |               |           | Error parsing parameters: unknown key \"foo\"",
        "net_failsafe0,mac=zz,dev(net_null0)                         |              |               |           | mac=zz",
        "net_failsafe0,mac=02:11:22:33:44:55,dev(net_tap0,iface=dtap0) |            | net_failsafe0 | net_tap0  | MAC address is 02:11:22:33:44:55",
        "net_failsafe0,hotplug_poll=abc,dev(net_null0)               |              |               |           | hotplug_poll=abc: must be milliseconds",
        "net_failsafe0,hotplug_poll=0,dev(net_null0)                 |              |               |           | hotplug_poll=0: must be milliseconds",
        "net_failsafe0,dev()                                         |              | net_failsafe0 |           | sub_device 0 probe failed",
        "net_failsafe0,fd(99)                                        |              |               |           | fcntl(F_DUPFD_CLOEXEC, 99): EBADF",
        "net_failsafe0,fd(abc)                                       |              |               |           | Parsing FD number failed: \"abc\"",
        "net_failsafe0,exec(false)                                   |              |               |           | refused without --allow-exec",
        "net_failsafe0,exec(false)                                   | --allow-exec | net_failsafe0 |           | Could not read command output",
        "net_failsafe0,exec(echo net_null0)                          | --allow-exec | net_failsafe0 | net_null0 | exec(echo net_null0)",
        "net_failsafe0,exec(echo,net_null0)                          | --allow-exec | net_failsafe0 | net_null0 | exec(echo net_null0)",
        "net_failsafe0,dev(net_failsafe1,dev(net_null0))             |              | net_failsafe0 | net_failsafe1 net_null0 | Initializing Fail-safe PMD for net_failsafe1",
        "net_failsafe0,dev(net_null0),dev(net_null1),dev(net_null2),dev(net_null3) | | net_failsafe0 | net_null0 net_null1 net_null2 net_null3 | Initializing Fail-safe PMD for net_failsafe0"})
    void behavesAsDocumented(final String vdev, final String option, final String port, final String below, final String said) {
        final ByteArrayOutputStream logged = new ByteArrayOutputStream();
        final Stream<String> args = Stream.of("-l", "0", "--no-huge", "--no-pci", "--log-level=pmd.net.failsafe:debug", "--vdev=" + vdev);
        try (TestNet net = new TestNet();
                Eal eal = net.namespace.call(() -> Eal.builder().args(Stream.concat(args, Stream.ofNullable(option)).toArray(String[]::new))
                    .logsTo(new PrintStream(logged, true, StandardCharsets.UTF_8)).init())) {
            assertThat(net.namespace).isNotNull();
            assertThat(EthDevs.of(eal).available().map(EthDev::name)).isEqualTo(Stream.ofNullable(port).toList());
            assertThat(EthDevs.of(eal).all().map(EthDev::name).filter(name -> !name.equals(port)))
                .containsExactlyInAnyOrderElementsOf(below == null ? List.of() : List.of(below.split(" ")));
        }
        final String log = logged.toString(StandardCharsets.UTF_8);
        assertThat(log).contains(said);
        assertThat(log.contains("failed to initialize")).isEqualTo(port == null);
        assertThat(log).doesNotContain("\tat ");
    }
}
