package dev.pollmode.testpmd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// testpmd as a process of its own: signals, the end of input, a terminal.
class EndToEndTest {
    @TempDir
    private Path folder;
    private TestpmdProcess testpmd;

    @AfterEach
    void nothingIsLeftBehind() {
        if (testpmd != null) {
            testpmd.close();
        }
    }

    private static List<String> command(final String option) {
        return TestpmdProcess.command(List.of("net_null0", "net_null1"), "--total-num-mbufs=2048", option);
    }

    private void start(final List<String> command) throws IOException {
        testpmd = new TestpmdProcess(folder, "xterm", command);
    }

    private void startOnATerminal(final String type) throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script(1) is not installed");
        testpmd = new TestpmdProcess(folder, type, List.of("/usr/bin/script", "-qefc", String.join(" ", command("-i")), "/dev/null"));
        testpmd.awaitText("testpmd> ");
    }

    private int count(final String text) {
        return testpmd.read().split(text, -1).length - 1;
    }

    @ParameterizedTest
    @CsvSource({"INT, -i, 130", "TERM, -i, 143", "INT, --stats-period=1, 130", "TERM, --tx-first, 143"})
    void endsCleanlyAtASignal(final String signal, final String option, final int status) throws Exception {
        start(command(option));
        testpmd.awaitText("-i".equals(option) ? "testpmd> " : option.startsWith("--stats") ? "Port statistics ====" : "Press enter to exit");
        if ("-i".equals(option)) {
            testpmd.type("start\n");
            testpmd.awaitText("nb forwarding cores=1");
        }
        testpmd.signal(signal);
        assertThat(testpmd.status()).isEqualTo(status);
        assertThat(testpmd.read()).contains("Telling cores to stop...").contains("Port 1 is closed").endsWith("Bye...\n");
    }

    @Test
    void showsRatesEverySecond() throws Exception {
        start(command("--stats-period=1"));
        Terminal.await(() -> testpmd.read().split("Port statistics ====", -1).length > 3);
        assertThat(testpmd.read()).contains("\033[2J\033[1;1H\nPort statistics ====================================\n  ######################## NIC statistics")
            .containsPattern("Rx-pps: +[1-9][0-9]+ ");
        testpmd.signal("TERM");
        assertThat(testpmd.status()).isEqualTo(143);
    }

    @Test
    void endsAtTheEndOfInput() throws Exception {
        start(command("-i"));
        testpmd.awaitText("testpmd> ");
        testpmd.endInput();
        assertThat(testpmd.status()).isZero();
        assertThat(testpmd.read()).endsWith("Bye...\n");
    }

    /// TM-23: completion, history, and Ctrl-C that stops forwarding but not the shell.
    @Test
    void aTerminalCompletesAndKeepsTheShellAtCtrlC() throws Exception {
        startOnATerminal("xterm");
        testpmd.type("show port sum\tall\r");
        testpmd.awaitText("Number of available ports: 2");
        testpmd.type("start\r");
        testpmd.awaitText("nb forwarding cores=1");
        testpmd.type("\003");
        testpmd.awaitText("Waiting for lcores to finish...");
        testpmd.type("show config cores\r");
        testpmd.awaitText("List of forwarding lcores:  1");
        final int prompts = count("testpmd> ");
        testpmd.type("abandoned\003\033[A\r");
        Terminal.await(() -> count("List of forwarding lcores:  1") == 2 && count("testpmd> ") >= prompts + 2);
        assertThat(count("testpmd> ")).as("one prompt for each line").isEqualTo(prompts + 2);
        testpmd.type("quit\r");
        assertThat(testpmd.status()).isZero();
        assertThat(testpmd.read()).contains("Bye...");
        assertThat(folder.resolve("pollmode/testpmd_history")).content().contains("show config cores");
    }

    @Test
    void aTerminalThatCanDoNothingShowsWhatIsTypedOnce() throws Exception {
        startOnATerminal("dumb");
        testpmd.type("show config cores\r");
        testpmd.awaitText("testpmd> show config cores\r\nList of forwarding lcores:  1");
        testpmd.type("quit\r");
        assertThat(testpmd.status()).isZero();
    }
}
