package dev.pollmode.testpmd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.eal.LcoreUsage;
import dev.pollmode.eal.DeviceEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    private Terminal terminal;

    @BeforeEach
    void open() {
        terminal = Terminal.started("net_null0", "net_null1");
    }

    @AfterEach
    void close() {
        terminal.close();
    }

    private long received() {
        return terminal.session.ports().get(0).dev().stats().rxPackets();
    }

    @Test
    void forwardsBetweenStartAndStop() {
        terminal.type("start");
        final long before = received();
        Terminal.await(() -> received() > before + 10_000);
        assertThat(terminal.type("stop")).contains("Accumulated forward statistics for all ports").endsWith("\nDone.\n");
        final long after = received();
        assertThat(received()).isEqualTo(after);
        assertThat(terminal.session.pool().inUse()).isZero();
    }

    @Test
    void everyModeStartsAndStops() {
        for (final String mode : new String[] {"io", "mac", "macswap", "flowgen", "rxonly", "txonly", "csum", "icmpecho", "noisy", "5tswap"}) {
            assertThat(terminal.type("set fwd " + mode)).isEqualTo("Set " + mode + " packet forwarding mode\n");
            terminal.type("start tx_first");
            assertThat(terminal.type("stop")).contains("Telling cores to stop...");
            assertThat(terminal.succeeded()).as(mode).isTrue();
            assertThat(terminal.session.pool().inUse()).as(mode).isZero();
        }
    }

    /// Decision TM-23, on the side of ports: what forwards is not pulled away.
    @Test
    void refusesToStopAPortThatForwards() {
        terminal.type("start");
        assertThat(terminal.type("port stop 0")).contains("Please remove port 0 from forwarding configuration.");
        assertThat(terminal.succeeded()).isFalse();
        terminal.type("stop");
        terminal.type("port stop 0");
        assertThat(terminal.succeeded()).isTrue();
    }

    @Test
    void attachesAndDetachesWhileForwarding() {
        terminal.type("start");
        assertThat(terminal.type("port attach net_null7")).contains("Port 2 is attached. Now total ports is 3");
        assertThat(terminal.type("port start 2")).contains("Configuring Port 2 (socket 0)");
        assertThat(terminal.type("port detach 2")).startsWith("Port not stopped");
        terminal.type("port stop 2");
        assertThat(terminal.type("port detach 2")).contains("Removing a device...\nPort 2 is closed\nDevice is detached\nNow total ports is 2\nDone\n");
        terminal.type("stop");
    }

    /// TM-06.
    @Test
    void hotPlugTellsWhenDevicesComeAndLetsGoOfThoseThatGo() {
        terminal.session.watchDevices();
        terminal.session.eal().deviceEvents().publish("net_null9", DeviceEvents.Kind.ADD);
        assertThat(terminal.written()).contains("The device: net_null9 has been added!");
        terminal.type("start");
        terminal.session.eal().deviceEvents().publish("net_null1", DeviceEvents.Kind.REMOVE);
        Terminal.await(() -> terminal.session.ports().all().size() == 1 && terminal.session.forwarding().isRunning());
        assertThat(terminal.written()).contains("The device: net_null1 has been removed!").contains("Device net_null1 is detached");
    }

    @Test
    void configuresSeveralQueues() {
        terminal.type("port stop all");
        terminal.type("port config all rxq 2");
        terminal.type("port config all txq 2");
        assertThat(terminal.type("port start all")).contains("Configuring Port 0 (socket 0)");
        assertThat(terminal.type("show config fwd")).contains("ports=2 - cores=1 - streams=4").contains("RX P=1/Q=1 (socket 0) -> TX P=0/Q=1");
        terminal.type("start");
        // What was flushed at the start is counted, too.
        final long before = terminal.session.ports().get(1).dev().rxQueueStats(1).packets();
        Terminal.await(() -> terminal.session.ports().get(1).dev().rxQueueStats(1).packets() > before + 1000);
        assertThat(terminal.type("stop")).contains("Forward Stats for RX Port= 0/Queue= 1 -> TX Port= 1/Queue= 1");
    }

    /// TM-07, ET-42.
    @Test
    void recordsBurstsAndCycles() {
        terminal.type("set record-burst-stats on");
        terminal.type("set record-core-cycles on");
        terminal.type("start");
        final long before = received();
        Terminal.await(() -> received() > before + 10_000);
        final LcoreUsage usage = terminal.session.eal().lcores().get(1).usage().orElseThrow();
        assertThat(usage.busyNs()).isPositive().isLessThanOrEqualTo(usage.totalNs());
        assertThat(terminal.type("stop")).containsPattern("RX-bursts : [0-9]+ \\[0% of 0 pkts \\+ 100% of 32 pkts\\]")
            .containsPattern("CPU cycles/packet=[0-9.]+ \\(total cycles=[0-9]+ / total RX packets=[0-9]+\\) at 1000 MHz Clock");
    }

    /// TM-22: with JSON there is nothing else on standard output.
    @Test
    void answersInJsonWhenAsked() {
        assertThat(terminal.type("show port summary 0 --json")).startsWith("[{\"port\":0,\"mac\":\"").endsWith("\"link_speed_mbps\":10000}]\n");
        terminal.type("set output json");
        assertThat(terminal.type("show port stats all")).startsWith("[{\"port\":0,").hasLineCount(1);
        assertThat(terminal.type("show port info 9")).isEqualTo(
            "{\"ok\":false,\"error\":\"Invalid port 9\\nThe valid ports array is [ 0 1 ]\"}\n");
        assertThat(terminal.type("start")).startsWith("{").hasLineCount(1);
        assertThat(terminal.type("stop")).startsWith("{").hasLineCount(1);
        assertThat(terminal.type("nosuch")).startsWith("{\"ok\":false,").hasLineCount(1);
        terminal.type("set output text");
        assertThat(terminal.type("show config cores")).isEqualTo("List of forwarding lcores:  1\n");
    }

    @Test
    void everyShowCommandAnswersInJson() {
        for (final String command : new String[] {"show port info all", "show port xstats 0", "show fwd stats all", "show config fwd",
            "show config rxtx", "show config cores", "show config txpkts", "show device info all", "show port 0 macs", "show rxq info 0 0",
            "show txq info 0 0", "show port 0 tx_offload capabilities", "dump_mempool", "dump_ring", "dump_devargs", "dump_log_types", "dump_lcores",
            "dump_physmem", "dump_memzone", "dump_socket_mem", "help all"}) {
            final String answer = terminal.type(command + " --json");
            assertThat(answer).as(command).matches("(?s)[\\[{].*[\\]}]\n").hasLineCount(1).doesNotContain("\"ok\":false");
        }
    }

    /// TM-19.
    @Test
    void showsTheMemoryThatTheEnvironmentHolds() {
        assertThat(terminal.type("dump_memzone")).containsPattern("Zone 0: name:<mempool mb_pool_0>, len:0x[0-9a-f]+, virt:0x[0-9a-f]+, socket_id:0, flags:0\n");
        assertThat(terminal.type("dump_physmem")).containsPattern("Segment 0-0: IOVA:0x[0-9a-f]+, len:[0-9]+, virt:0x[0-9a-f]+, socket_id:0, hugepage_sz:");
        assertThat(terminal.type("dump_socket_mem")).startsWith("Socket 0: size(M) total: ").contains("\nTotal   : size(M) total: ");
        assertThat(terminal.type("dump_mempool mb_pool_0")).startsWith("mempool <mb_pool_0>@0x").contains("  size=8192\n");
        assertThat(terminal.type("dump_ring MP_mb_pool_0")).startsWith("ring <MP_mb_pool_0>\n").contains("  capacity=8192\n");
        assertThat(terminal.type("dump_ring nosuch")).contains("Cannot find ring", "nosuch", "MP_mb_pool_0");
        assertThat(terminal.type("dump_struct_sizes")).contains("not supported");
    }

    @Test
    void warnsOfThePortThatPairsWithItself() {
        assertThat(terminal.type("set nbport 1")).endsWith("the last port will pair with itself.\n\n");
        assertThat(terminal.type("set nbport 2")).endsWith("forwarding ports set to 2\n");
    }

    @Test
    void aQueueOfAStoppedPortIsNotStarted() {
        terminal.type("port stop 0");
        assertThat(terminal.type("port 0 rxq 0 start")).isEqualTo("Please start port 0 first\n");
    }

    @Test
    @Timeout(60)
    void givesFirstBurstsUpThatNoQueueTakes() {
        try (Terminal ring = Terminal.started("net_ring0", "net_null0")) {
            ring.type("set fwd io retry");
            ring.type("set burst tx delay 1000 retry 100");
            assertThat(ring.type("start tx_first 10000")).contains("nb forwarding cores=1");
            assertThat(ring.type("stop")).endsWith("\nDone.\n");
        }
    }

    @Test
    void saysOnceWhyAQueueHasNoInfo() {
        assertThat(terminal.type("show rxq info 0 7")).startsWith("Failed to retrieve information for port: 0, RX queue: 7\nerror desc: ").hasLineCount(3);
    }

    /// TM-24.
    @Test
    void loadsAFileOfCommandsWithComments(@TempDir final Path folder) throws IOException {
        final Path file = Files.writeString(folder.resolve("commands"), "# comment\nset fwd macswap # another\n\nset burst 16\n");
        terminal.type("load " + file);
        assertThat(terminal.succeeded()).isTrue();
        assertThat(terminal.type("show config rxtx")).startsWith("  macswap packet forwarding packets/burst=16");
        Files.writeString(file, "nosuch\nset burst 8\n");
        assertThat(terminal.type("load " + file)).contains("Command not found");
        assertThat(terminal.succeeded()).isFalse();
        Files.writeString(file, "load " + file + "\n");
        assertThat(terminal.type("load " + file)).contains("more than 8 deep");
        Files.write(file, new byte[] {(byte) 0xff});
        assertThat(terminal.type("load " + file)).contains("no text in UTF-8");
        assertThat(terminal.type("load " + folder)).contains("Is a directory");
        assertThat(terminal.type("load " + folder.resolve("nosuch"))).contains("there is no such file");
    }

    @Test
    void helpListsEveryCommand() {
        assertThat(terminal.type("help all")).contains("show port info (port_id|all)\n    Shows what a port").contains("start tx_first (bursts)\n    Starts forwarding after")
            .contains("Port Operations:\n----------------\n");
    }

    @Test
    void showsPacketsAsTheyPassWhenVerbose() {
        terminal.type("set verbose 1");
        terminal.type("set burst 1");
        terminal.type("set fwd rxonly");
        terminal.type("start");
        terminal.type("set verbose 0");
        terminal.type("stop");
        terminal.type("set verbose 3");
        terminal.type("start");
        final long before = received();
        Terminal.await(() -> received() > before + 2);
        assertThat(terminal.type("stop")).contains("port 0/queue 0: received 1 packets").contains(" - length=64 - nb_segs=1 - sw ptype: ")
            .contains("  ol_flags: RTE_MBUF_F_RX_L4_CKSUM_UNKNOWN");
    }

    @Test
    void leavesTheSettingsAloneThatItRefuses() {
        assertThat(terminal.type("set burst 513")).startsWith("nb pkt per burst: 513 > 512");
        assertThat(terminal.type("set nbcore 5")).startsWith("nb fwd cores 5 > 1");
        assertThat(terminal.type("set txpkts 10,10")).contains("total packet length=20");
        assertThat(terminal.type("set corelist 0")).contains("main lcore");
        assertThat(terminal.type("set eth-peer 5 02:00:00:00:00:01")).isEqualTo("Invalid port 5\n");
        assertThat(terminal.type("tso set 800 0")).isEqualTo("TSO is not supported by port 0\n");
        assertThat(terminal.type("flow create 0 ingress pattern eth / end actions drop / end")).contains("ENOTSUP");
        assertThat(terminal.type("flow validate 0 ingress pattern nosuch / end actions drop / end")).startsWith("Bad arguments\n")
            .contains("word 3 \"nosuch\": expected an item of a pattern or end");
        assertThat(terminal.type("show config rxtx")).startsWith("  io packet forwarding packets/burst=32");
    }
}
