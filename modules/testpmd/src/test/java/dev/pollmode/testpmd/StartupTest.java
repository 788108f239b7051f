package dev.pollmode.testpmd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.test.support.RequiresDevice;
import dev.pollmode.test.support.RequiresRoot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// TM-01 to TM-07 and the wrong command lines of C's table: one clear error that names the wrong word.
class StartupTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();

    private int run(final String input, final String... args) {
        return Testpmd.run(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(error, true, StandardCharsets.UTF_8), args);
    }

    private int run(final String line) {
        final List<String> args = new ArrayList<>(List.of("--no-pci", "--no-telemetry"));
        if (!line.contains("--huge")) {
            args.add("--no-huge");
        }
        if (!line.contains("-l ")) {
            args.addAll(List.of("--lcores", "0@0,1@0"));
        }
        args.addAll(Arrays.stream(line.replace("--huge ", "").split(" +")).filter(word -> !word.isEmpty()).toList());
        return run("quit\n", args.toArray(String[]::new));
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8) + error.toString(StandardCharsets.UTF_8);
    }

    /// The wrong command lines that were tried on C's testpmd, all of them. Where C goes on without a word, ours names what is
    /// wrong; where ours goes on, there is nothing wrong with the line here: a device named twice is replaced with a warning,
    /// `mac=fixed` is good, and without huge pages ordinary ones are used.
    @ParameterizedTest
    @RequiresRoot
    @RequiresDevice("/dev/net/tun")
    @CsvSource(delimiter = '|', value = {
        "-l 0,127 --vdev =net_null0 -- -i                                    | 1 | lcore 127 unavailable",
        "-l 0 --vdev=net_null0 -- -i                                         | 1 | No cores defined for forwarding",
        "--vdev=net_nosuch0 -- -i                                            | 1 | failed to parse device \"net_nosuch0\"",
        "--vdev=net_null0,foo=1 -- -i                                        | 0 | net_null0 device: unknown key 'foo'",
        "--vdev=net_null0 --vdev=net_null0 -- -i                             | 0 | both name the device 'net_null0'",
        "--vdev=net_tap0,iface= -- -i                                        | 0 | net_tap0 device: iface=: EINVAL",
        "--vdev=net_tap0,iface=averyveryverylongifname0 -- -i                | 0 | iface=averyveryverylongifname0: EINVAL",
        "--vdev=net_tap0,iface=lo -- -i                                      | 0 | ioctl(TUNSETIFF, lo) on /dev/net/tun: EINVAL",
        "--vdev=net_tap0,remote=nosuch -- -i                                 | 0 | remote=nosuch: ENODEV",
        "--vdev=net_tap0,mac=zz -- -i                                        | 0 | TAP user MAC (zz) is not in format",
        "--vdev=net_tap0,iface=IFACE,mac=fixed -- -i                         | 0 | Configuring Port 0",
        "--vdev=net_tap0,bogus=1 -- -i                                       | 0 | net_tap0 device: unknown key 'bogus'",
        "--vdev=net_virtio_user0,path=/tmp/nosuch.sock -- -i                 | 1 | failed to parse device \"net_virtio_user0\"",
        "--vdev=net_virtio_user0 -- -i                                       | 1 | failed to parse device \"net_virtio_user0\"",
        "--vdev=net_virtio_user0,path=/tmp/nosuch.sock,bogus=1 -- -i         | 1 | failed to parse device \"net_virtio_user0\"",
        "--vdev=net_vhost0 -- -i                                             | 1 | failed to parse device \"net_vhost0\"",
        "--vdev=net_vhost0,iface=/tmp/er1.sock,bogus=1 -- -i                 | 1 | failed to parse device \"net_vhost0\"",
        "--vdev=net_ring0,foo=1 -- -i                                        | 0 | net_ring0 device: unknown key 'foo'",
        "--vdev=net_af_packet0 -- -i                                         | 0 | net_af_packet0 device: iface: EINVAL",
        "--vdev=net_af_packet0,iface=nosuch -- -i                            | 0 | ENODEV, there is no interface nosuch",
        "--bogus -- -i                                                       | 1 | --bogus",
        "--vdev=net_null0 -- -i --bogus                                      | 1 | --bogus",
        "--vdev=net_null0 -- -i --forward-mode=bogus                         | 0 | Invalid bogus packet forwarding mode",
        "--vdev=net_null0 -- -i --rxq=9999                                   | 1 | rxq 9999 invalid - must be >= 0 && <= 1024",
        "--vdev=net_null0 -- -i --burst=9999                                 | 1 | burst must be between 1 and 512",
        "--vdev=net_null0 -- -i --nb-cores=5                                 | 1 | nb-cores should be > 0 and <= 1",
        "--vdev=net_null0 -- -i --total-num-mbufs=10                         | 1 | total-num-mbufs should be > 1024",
        "-m 16 --vdev=net_null0 -- -i                                        | 1 | Creation of mbuf pool for socket 0 failed",
        "--huge --vdev=net_null0 -- -i                                       | 0 | Configuring Port 0",
        "                                                                    | 1 | No probed ethernet devices"})
    void namesWhatIsWrongWhereCWasTried(final String line, final int status, final String text) {
        assertThat(run(line == null ? "" : line.replace("IFACE", "dts" + ProcessHandle.current().pid()))).as(said()).isEqualTo(status);
        assertThat(said()).containsOnlyOnce(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--vdev=net_null0,foo=1 --                          | 1 | No probed ethernet devices",
        "--vdev=net_null0 -- --forward-mode=bogus           | 1 | Invalid bogus packet forwarding mode",
        "--vdev=net_null0 -- -i --burst=x                   | 1 | --burst",
        "--vdev=net_null0 -- -i --port-topology=ring        | 1 | port-topology ring invalid",
        "--vdev=net_null0 -- -i --portlist=0,7              | 1 | Invalid port 7",
        "--vdev=net_null0 -- -i --portmask=zz               | 1 | portmask zz invalid",
        "--vdev=net_null0 -- -i --txpkts=64,x               | 1 | txpkts 64,x invalid",
        "--vdev=net_null0 -- -i --tx-ip=1.2.3.4,1.2.3.400   | 1 | 1.2.3.400",
        "--vdev=net_null0 -- -i --tx-udp=70000              | 1 | 70000",
        "--vdev=net_null0 -- -i --eth-peer=0,zz             | 1 | eth-peer 0,zz invalid",
        "--vdev=net_null0 -- -i --print-event=bogus         | 1 | invalid print-event argument bogus",
        "--vdev=net_null0 -- -i --mask-event=bogus          | 1 | invalid mask-event argument bogus",
        "--vdev=net_null0 -- --flow-isolate-all             | 1 | Failed to apply isolated mode on port 0",
        "--vdev=net_null0 -- -i --flow-isolate-all          | 0 | Failed to apply isolated mode on port 0",
        "--vdev=net_null0 -- -i --latencystats=7            | 1 | invalid lcore id 7 for latencystats",
        "--vdev=net_null0 -- -i --bitrate-stats=x           | 1 | --bitrate-stats",
        "--vdev=net_null0 -- -i stray                       | 1 | stray",
        "--vdev=net_null0 -- -i --rxq=0 --txq=0             | 1 | Either rx or tx queues should be non-zero"})
    void namesWhatIsWrong(final String line, final int status, final String text) {
        assertThat(run(line)).as(said()).isEqualTo(status);
        assertThat(said()).contains(text);
    }

    @Test
    void readsItsOptionsWithoutTheTwoDashesToo() {
        assertThat(run("--vdev=net_null0 --vdev=net_null1 -i --burst 16 --total-num-mbufs=2048")).as(said()).isZero();
        assertThat(said()).contains("Interactive-mode selected").contains("n=2048, size=2176").contains("Bye...");
    }

    /// As with C: what is asked of a port that does not have it keeps it from starting, and says so.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--enable-hw-vlan-strip  | [VLAN_STRIP]",
        "--enable-hw-vlan-filter | [VLAN_FILTER]",
        "--enable-hw-vlan        | [VLAN_STRIP, QINQ_STRIP, VLAN_FILTER, VLAN_EXTEND]",
        "--enable-hw-qinq-strip  | [QINQ_STRIP]",
        "--enable-rx-timestamp   | [TIMESTAMP]"})
    void asksPortsForWhatOptionsSay(final String option, final String offloads) {
        assertThat(run("--vdev=net_null0 -- --mlockall --enable-drop-en --total-num-mbufs=2048 " + option)).as(said()).isEqualTo(1);
        assertThat(said()).contains("Fail to configure port 0").contains("unsupported rx offloads " + offloads);
    }

    @Test
    void takesShortenedOptions() {
        assertThat(run("--vdev=net_null0 -- -i --total-num=2048 --forward=macswap")).as(said()).isZero();
        assertThat(said()).contains("n=2048");
    }

    @Test
    void endsAtTheEndOfInputInTheWordsOfC() {
        assertThat(run("", "--lcores", "0@0,1@0", "--no-huge", "--no-pci", "--vdev=net_null0", "--", "-i", "--total-num-mbufs=2048")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("""

            Stopping port 0...
            Stopping ports...
            Done

            Shutting down port 0...
            Closing ports...
            Port 0 is closed
            Done

            Bye...
            """);
    }

    @Test
    void forwardsUntilEnterWithoutAPrompt() {
        assertThat(run("\n", "--lcores", "0@0,1@0", "--no-huge", "--no-pci", "--vdev=net_null0", "--vdev=net_null1", "--", "--tx-first",
            "--total-num-mbufs=2048")).isZero();
        assertThat(said()).contains("No commandline core given, start packet forwarding").contains("Press enter to exit")
            .contains("Forward statistics for port 1").contains("Bye...");
    }

    @Test
    void writesNothingButJsonWhenAskedFor() {
        assertThat(run("show port stats all\nstart\nstop\nnosuch\nquit\n", "--lcores", "0@0,1@0", "--no-huge", "--no-pci", "--vdev=net_null0", "--",
            "-i", "--json", "--total-num-mbufs=2048")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(5).allMatch(line -> line.matches("[\\[{].*[\\]}]"));
    }

    /// TM-24.
    @Test
    void strictEndsAtTheFirstCommandThatFails() {
        assertThat(run("set burst 16\nnosuch\nset burst 8\n", "--lcores", "0@0,1@0", "--no-huge", "--no-pci", "--vdev=net_null0", "--", "-i", "--strict",
            "--total-num-mbufs=2048")).isEqualTo(1);
        assertThat(said()).contains("set to 16").doesNotContain("set to 8").contains("Bye...");
    }

    /// TM-03, TM-05.
    @Test
    void doesAsItsOptionsSay() {
        assertThat(run("show config rxtx\nshow config fwd\nshow config txpkts\nshow port info 0\nshow rxq info 0 1\n", "--lcores", "0@0,1@0", "--no-huge",
            "--no-pci", "--vdev=net_null0", "--vdev=net_null1", "--vdev=net_null2", "--", "-i", "--total-num-mbufs=4096", "--mbuf-size=4096", "--rxq=2", "--txq=2",
            "--rxd=128", "--txd=64", "--burst=16", "--portmask=0x5", "--nb-cores=1", "--port-topology=loop", "--forward-mode=mac", "--txpkts=64,36",
            "--max-pkt-len=1518", "--eth-peer=2,02:00:00:00:00:77")).as(said()).isZero();
        assertThat(said()).contains("n=4096, size=4096").contains("  mac packet forwarding packets/burst=16")
            .contains("RX desc=128 ").contains("TX desc=64 ").contains("port 2: RX queue number: 2 Tx queue number: 2").doesNotContain("port 1: RX queue")
            .contains("mac packet forwarding - ports=2 - cores=1 - streams=4")
            .contains("RX P=2/Q=1 (socket 0) -> TX P=2/Q=1 (socket 0) peer=02:00:00:00:00:77").contains("Number of segments: 2\nSegment sizes: 64,36")
            .contains("Number of RXDs: 128").contains("MTU: 1500");
    }

    private String saidOfANewPort(final String... options) {
        final List<String> args = new ArrayList<>(List.of("--lcores", "0@0,1@0", "--no-huge", "--no-pci", "--vdev=net_null0", "--", "-i",
            "--total-num-mbufs=2048"));
        args.addAll(List.of(options));
        assertThat(run("port attach net_null7\nport detach 1\n", args.toArray(String[]::new))).as(said()).isZero();
        return said();
    }

    /// TM-06: of ports that come and go nothing is told by default.
    @Test
    void showsEventsThatWereAskedFor() {
        assertThat(saidOfANewPort()).contains("Port 1 is attached").doesNotContain("device probed").doesNotContain("device released");
        out.reset();
        assertThat(saidOfANewPort("--print-event=new")).contains("Port 1: device probed event").doesNotContain("device released event");
        out.reset();
        assertThat(saidOfANewPort("--print-event", "all", "--mask-event", "new")).doesNotContain("device probed event")
            .contains("Port 1: device released event");
    }

    /// TM-07.
    @Test
    void measuresWhatWasAskedFor() {
        assertThat(run("start\nshow fwd latency\nstop\nshow port metrics 0\n", "--lcores", "0@0,1@0", "--no-huge", "--no-pci", "--vdev=net_null0", "--",
            "-i", "--total-num-mbufs=2048", "--latencystats=1", "--bitrate-stats", "0")).as(said()).isZero();
        assertThat(said()).contains("\navg_latency_ns: ").contains("\newma_bits_out: ");
    }

    /// EA-12.
    @Test
    void listsLogsAndLevelsWithoutStarting() {
        assertThat(run("--log-level=help --vdev=net_null0")).isZero();
        assertThat(said()).startsWith("global log level is debug\nid 0: ").containsPattern("id [0-9]+: lib\\.ethdev, level is notice\n")
            .endsWith("levels: 1 emergency, 2 alert, 3 critical, 4 error, 5 warning, 6 notice, 7 info, 8 debug\n");
    }

    /// EA-35.
    @Test
    void looksAtTheMachineWithoutStarting() {
        assertThat(run("", "doctor")).isZero();
        assertThat(said()).startsWith("ok    kernel ").contains("huge pages", "IOMMU", "/dev/net/tun").doesNotContain("EAL");
    }

    @Test
    void showsHelpWithoutStarting() {
        assertThat(run("-- --help")).isZero();
        assertThat(said()).startsWith("Usage: testpmd [EAL options] -- [testpmd options]").contains("--stats-period");
    }
}
