package dev.pollmode.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.LcoreUsage;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.mbuf.Ring;
import dev.pollmode.mbuf.Rings;
import dev.pollmode.mbuf.SpscRing;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.SysException;
import dev.pollmode.test.support.RequiresCommand;
import dev.pollmode.test.support.RequiresRoot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// EA-19, EA-21, ET-39: the socket and the answers of DPDK's telemetry.
@RequiresRoot
@Timeout(60)
class TelemetryTest {
    private static final String PREFIX = "tel" + ProcessHandle.current().pid();
    private static final Path FOLDER = RuntimeDirectory.of(PREFIX, System.getenv(), true);
    private static final List<String> EVERYTHING = List.of("/", "/help", "/info", "/ethdev/list", "/ethdev/stats,0", "/ethdev/xstats,0", "/ethdev/info,0",
        "/ethdev/link_status,0", "/ethdev/macs,0", "/ethdev/rx_queue,0", "/ethdev/tx_queue,0,0", "/ethdev/vlan,0", "/eal/params", "/eal/app_params",
        "/eal/lcore/list", "/eal/lcore/info,0", "/eal/lcore/usage", "/mempool/list", "/mempool/info,pool", "/ring/list", "/ring/info,MP_pool");
    private static final int SOAK = Integer.getInteger("pollmode.soak", 1);

    private Eal eal;
    private Mempool pool;
    private EthDev port;

    @BeforeEach
    void open() {
        eal = environment();
        pool = Mempool.builder(eal, "pool").count(256).create();
        port = EthDevs.of(eal).port(0);
        port.configure(EthConf.queues(1, 1));
        port.setupRxQueue(0, QueueConf.DEFAULT, pool);
        port.setupTxQueue(0, QueueConf.DEFAULT);
        port.start();
    }

    private static Eal environment(final String... more) {
        final List<String> args = new ArrayList<>(List.of("--lcores", "0@0", "--no-huge", "--no-pci", "--file-prefix=" + PREFIX));
        args.addAll(List.of(more.length == 0 ? new String[] {"--vdev=net_null0", "--", "-x"} : more));
        return Eal.init(args.toArray(String[]::new));
    }

    @AfterEach
    void nothingIsLeftBehind() throws Exception {
        eal.close();
        try (Stream<Path> left = Files.list(FOLDER)) {
            assertThat(left).isEmpty();
        }
        Files.delete(FOLDER);
    }

    private static TelemetryClient connect(final String name) {
        return new TelemetryClient(FOLDER.resolve(name));
    }

    private static String asked(final String typed, final int status, final String... args) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream error = new ByteArrayOutputStream();
        assertThat(TelemetryClient.run(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)), new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(error, true, StandardCharsets.UTF_8), System.getenv(), args)).as(error.toString(StandardCharsets.UTF_8)).isEqualTo(status);
        return out.toString(StandardCharsets.UTF_8) + error.toString(StandardCharsets.UTF_8);
    }

    /// TM-25: what another program would need `dpdk-telemetry.py` for.
    @Test
    void aClientAsksForWhatItsArgumentsOrItsInputSay() {
        assertThat(asked("", 0, "-f", PREFIX, "/ethdev/list", "/mempool/list")).isEqualTo("{\"/ethdev/list\":[0]}\n{\"/mempool/list\":[\"pool\"]}\n");
        assertThat(asked("/ethdev/list\n\n /mempool/list \n", 0, "--file-prefix", PREFIX)).hasLineCount(2).endsWith("[\"pool\"]}\n");
        assertThat(asked("", 1, "-f", PREFIX, "-i", "7", "/")).contains("dpdk_telemetry.v2:7").contains("is it running, with --file-prefix=" + PREFIX);
        assertThat(asked("", 1, "--nosuch")).startsWith("--nosuch: no such option").contains("Usage: telemetry ");
        assertThat(asked("", 0, "--help")).startsWith("Usage: telemetry ");
    }

    @Test
    void greetsWithVersionProcessAndLengthOfAnswers() {
        try (TelemetryClient client = connect("dpdk_telemetry.v2")) {
            assertThat(client.greeting()).matches("\\{\"version\":\"Pollmode [^\"]+\",\"pid\":" + ProcessHandle.current().pid() + ",\"max_output_len\":65536}");
            assertThat(client.ask("/info")).isEqualTo("{\"/info\":" + client.greeting() + "}");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {
        "/ethdev/list            | {\"/ethdev/list\":[0]}",
        "/ethdev/link_status,0   | {\"/ethdev/link_status\":{\"status\":\"UP\",\"speed\":10000,\"duplex\":\"full-duplex\"}}",
        "/ethdev/link_status,7   | {\"/ethdev/link_status\":null}",
        "/ethdev/link_status     | {\"/ethdev/link_status\":null}",
        "/ethdev/link_status,0,0 | {\"/ethdev/link_status\":null}",
        "/ethdev/rx_queue,0,9    | {\"/ethdev/rx_queue\":null}",
        "/ethdev/xstats,0,hide_zero=true | {\"/ethdev/xstats\":{}}",
        "/eal/app_params         | {\"/eal/app_params\":[\"-x\"]}",
        "/eal/lcore/list         | {\"/eal/lcore/list\":[0]}",
        "/eal/lcore/info,0       | {\"/eal/lcore/info\":{\"lcore_id\":0,\"socket\":0,\"role\":\"RTE\",\"cpuset\":[0],\"running\":false}}",
        "/eal/lcore/info,7       | {\"/eal/lcore/info\":null}",
        "/eal/lcore/usage        | {\"/eal/lcore/usage\":{\"lcore_ids\":[],\"total_cycles\":[],\"busy_cycles\":[],\"usage_ratio\":[]}}",
        "/mempool/list           | {\"/mempool/list\":[\"pool\"]}",
        "/mempool/info,nosuch    | {\"/mempool/info\":null}",
        "/help,/ethdev/list      | {\"/help\":{\"/ethdev/list\":\"Returns list of available ethdev ports. Takes no parameters\"}}",
        "/ring/list              | {\"/ring/list\":[\"MP_pool\"]}",
        "/ring/info,nosuch       | {\"/ring/info\":null}",
        "/nosuch                 | {\"/nosuch\":null}",
        "hello                   | {\"hello\":null}"})
    void answersAsDpdkDoes(final String request, final String answer) {
        assertThat(Telemetry.of(eal).answer(request)).isEqualTo(answer);
    }

    @Test
    void tellsWhatWasCounted() {
        final Mbuf[] burst = new Mbuf[32];
        final int received = port.rxQueue(0).rxBurst(burst, 0, 32);
        assertThat(port.txQueue(0).txBurst(burst, 0, received)).isEqualTo(32);
        final String zeros = ",0".repeat(15) + "]";
        assertThat(Telemetry.of(eal).answer("/ethdev/stats,0")).isEqualTo("{\"/ethdev/stats\":{\"ipackets\":32,\"opackets\":32,\"ibytes\":2048,\"obytes\":2048,"
            + "\"imissed\":0,\"ierrors\":0,\"oerrors\":0,\"rx_nombuf\":0,\"q_ipackets\":[32" + zeros + ",\"q_opackets\":[32" + zeros
            + ",\"q_ibytes\":[2048" + zeros + ",\"q_obytes\":[2048" + zeros + ",\"q_errors\":[0" + zeros + "}}");
        assertThat(Telemetry.of(eal).answer("/ethdev/xstats,0")).startsWith("{\"/ethdev/xstats\":{\"rx_good_packets\":32,\"tx_good_packets\":32,");
        assertThat(Telemetry.of(eal).answer("/ethdev/info,0")).contains("\"name\":\"net_null0\"").contains("\"dev_started\":1").contains("\"rxq_state\":[1]");
        assertThat(Telemetry.of(eal).answer("/ethdev/macs,0")).isEqualTo("{\"/ethdev/macs\":[\"" + port.mac() + "\"]}");
    }

    @Test
    void tellsItsCommandLine() {
        assertThat(Telemetry.of(eal).answer("/eal/params")).isEqualTo("{\"/eal/params\":[\"" + ProcessHandle.current().info().command().orElseThrow()
            + "\",\"--lcores\",\"0@0\",\"--no-huge\",\"--no-pci\",\"--file-prefix=" + PREFIX + "\",\"--vdev=net_null0\"]}");
    }

    @Test
    void tellsHowBusyAnLcoreIsThatMeasuresIt() {
        eal.lcores().main().measureUsage(() -> new LcoreUsage(2000, 500));

        assertThat(Telemetry.of(eal).answer("/eal/lcore/info,0")).endsWith("\"total_cycles\":2000,\"busy_cycles\":500,\"usage_ratio\":\"25.00%\"}}");
        assertThat(Telemetry.of(eal).answer("/eal/lcore/usage"))
            .isEqualTo("{\"/eal/lcore/usage\":{\"lcore_ids\":[0],\"total_cycles\":[2000],\"busy_cycles\":[500],\"usage_ratio\":[\"25.00%\"]}}");
    }

    @Test
    void tellsWhatPoolsAndRingsHold() {
        final Mbuf[] burst = new Mbuf[32];
        pool.getBulk(burst, 0, 2);
        final int cached = pool.cached();
        final Ring ring = new SpscRing(10);
        Rings.of(eal).add(Map.of("mine", ring));
        ring.enqueueBurst(burst, 0, 2);

        assertThat(Telemetry.of(eal).answer("/mempool/info,pool")).isEqualTo("{\"/mempool/info\":{\"name\":\"pool\",\"pool_id\":0,\"flags\":16,"
            + "\"socket_id\":0,\"size\":256,\"cache_size\":170,\"elt_size\":2176,\"header_size\":0,\"trailer_size\":0,\"private_data_size\":0,"
            + "\"ops_index\":0,\"populated_size\":256,\"total_cache_count\":" + cached + ",\"common_pool_count\":" + (254 - cached)
            + ",\"mz_name\":\"mempool pool\",\"mz_len\":" + pool.memory().length() + ",\"mz_hugepage_sz\":" + pool.memory().pageSize()
            + ",\"mz_socket_id\":0,\"mz_flags\":0,\"available\":254,\"in_use\":2}}");
        assertThat(Telemetry.of(eal).answer("/ring/list")).isEqualTo("{\"/ring/list\":[\"MP_pool\",\"mine\"]}");
        assertThat(Telemetry.of(eal).answer("/ring/info,mine")).isEqualTo("{\"/ring/info\":{\"name\":\"mine\",\"socket\":0,\"flags\":7,"
            + "\"producer_type\":\"SP\",\"consumer_type\":\"SC\",\"size\":16,\"mask\":\"0xf\",\"capacity\":10,\"used_count\":2}}");
        assertThat(Telemetry.of(eal).answer("/ring/info,MP_pool")).contains("\"producer_type\":\"MP\",\"consumer_type\":\"MC\"");
        Mbuf.freeBulk(burst, 0, 2);
    }

    /// The program of Debian's package, as an operator runs it.
    @Test
    @RequiresCommand("dpdk-telemetry.py")
    void dpdksOwnProgramUnderstandsIt() throws Exception {
        final Process program = new ProcessBuilder("dpdk-telemetry.py", "-f", PREFIX).redirectErrorStream(true).start();
        program.getOutputStream().write((String.join("\n", EVERYTHING) + "\nquit\n").getBytes(StandardCharsets.US_ASCII));
        program.getOutputStream().close();
        final String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor()).as(said).isZero();
        assertThat(said.lines()).as(said).hasSameSizeAs(EVERYTHING);
        assertThat(said).doesNotContain(": null");
    }

    @Test
    void anotherEnvironmentOfTheSameNameHasASocketOfItsOwn() {
        try (Eal other = environment("--vdev=net_null1"); TelemetryClient client = connect("dpdk_telemetry.v2:1")) {
            assertThat(client.ask("/ethdev/list")).isEqualTo("{\"/ethdev/list\":[0]}");
            assertThat(other.isClosed()).isFalse();
        }
        assertThat(FOLDER.resolve("dpdk_telemetry.v2:1")).doesNotExist();
    }

    @Test
    void thereIsNoneWhereNobodyWantsIt() {
        try (Eal silent = environment("--no-telemetry")) {
            assertThat(silent.isClosed()).isFalse();
            assertThat(FOLDER.resolve("dpdk_telemetry.v2:1")).doesNotExist();
        }
    }

    @Test
    void applicationsAddCommands() {
        final Telemetry telemetry = Telemetry.of(eal);
        telemetry.register("/mine", "Mine", parameters -> Map.of("got", parameters));
        assertThat(telemetry.answer("/mine,a,b")).isEqualTo("{\"/mine\":{\"got\":\"a,b\"}}");
        assertThatIllegalArgumentException().isThrownBy(() -> telemetry.register("/mine", "", _ -> "")).withMessageContaining("/mine: is taken");
        assertThatIllegalArgumentException().isThrownBy(() -> telemetry.register("mine", "", _ -> ""));
        telemetry.register("/long", "Long", _ -> "x".repeat(Telemetry.MAX_OUTPUT));
        assertThat(telemetry.answer("/long")).isEqualTo("{\"/long\":null}");
    }

    /// Who sends anything, asks without listening, or comes with too many, harms nobody else.
    @Test
    void survivesHostileClients() {
        final Random random = new Random(20261121);
        final List<TelemetryClient> crowd = new ArrayList<>();
        for (int i = 0; i < TelemetryServer.CLIENTS; i++) {
            crowd.add(connect("dpdk_telemetry.v2"));
        }
        assertThat(connect("dpdk_telemetry.v2").greeting()).as("one too many is sent away").isEmpty();
        for (int round = 0; round < 200 * SOAK; round++) {
            final byte[] bytes = new byte[1 + random.nextInt(TelemetryServer.MAX_REQUEST - 1)];
            random.nextBytes(bytes);
            bytes[0] = '/';
            crowd.getFirst().ask(new String(bytes, StandardCharsets.ISO_8859_1).substring(0, Math.max(1, bytes.length / 2)));
        }
        flood(crowd.get(1));
        assertThat(crowd.get(2).ask("/ethdev/list")).isEqualTo("{\"/ethdev/list\":[0]}");
        crowd.forEach(TelemetryClient::close);
    }

    /// Asks without taking answers, until the server lets go.
    private static void flood(final TelemetryClient client) {
        try {
            for (int i = 0; i < 100_000; i++) {
                client.send("/");
            }
        } catch (final SysException e) {
            assertThat(e.errno()).isIn(Errno.EPIPE, Errno.ECONNRESET);
            return;
        }
        throw new AssertionError("the server kept a client that does not take its answers");
    }

    @Test
    void theFolderIsWhereDpdksProgramsLook() {
        assertThat(RuntimeDirectory.of("rte", Map.of(), true)).isEqualTo(Path.of("/var/run/dpdk/rte"));
        assertThat(RuntimeDirectory.of("a", Map.of("XDG_RUNTIME_DIR", "/run/user/7"), false)).isEqualTo(Path.of("/run/user/7/dpdk/a"));
        assertThat(RuntimeDirectory.of("a", Map.of(), false)).isEqualTo(Path.of("/tmp/dpdk/a"));
        assertThat(RuntimeDirectory.of("a", Map.of("RUNTIME_DIRECTORY", "/run/x"), true)).isEqualTo(Path.of("/run/x/dpdk/a"));
    }
}
