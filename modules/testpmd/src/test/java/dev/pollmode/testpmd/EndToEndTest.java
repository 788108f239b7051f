package dev.pollmode.testpmd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// testpmd as a process of its own: signals, the end of input, a terminal.
class EndToEndTest {
    private static final long PATIENCE_S = 60;

    @TempDir
    private Path folder;
    private Process child;

    @AfterEach
    void nothingIsLeftBehind() {
        if (child != null) {
            child.descendants().forEach(ProcessHandle::destroyForcibly);
            child.destroyForcibly();
        }
    }

    private static List<String> command(final String... options) {
        final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp",
            System.getProperty("jdk.module.path", "") + ":" + System.getProperty("java.class.path", ""), Testpmd.class.getName(), "--lcores",
            "0@0,1@0", "--no-huge", "--no-pci", "--vdev=net_null0", "--vdev=net_null1", "--", "--total-num-mbufs=2048"));
        command.addAll(List.of(options));
        return command;
    }

    private Path output() {
        return folder.resolve("output");
    }

    private void start(final List<String> command) throws IOException {
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output().toFile());
        builder.environment().putAll(Map.of("TERM", "xterm", "XDG_STATE_HOME", folder.toString()));
        child = builder.start();
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

    private void type(final String text) throws IOException {
        child.getOutputStream().write(text.getBytes());
        child.getOutputStream().flush();
    }

    private int status() throws InterruptedException {
        assertThat(child.waitFor(PATIENCE_S, TimeUnit.SECONDS)).as("ended: %s", read()).isTrue();
        return child.exitValue();
    }

    @ParameterizedTest
    @CsvSource({"INT, -i, 130", "TERM, -i, 143", "INT, --stats-period=1, 130", "TERM, --tx-first, 143"})
    void endsCleanlyAtASignal(final String signal, final String option, final int status) throws Exception {
        start(command(option));
        awaitText("-i".equals(option) ? "testpmd> " : option.startsWith("--stats") ? "Port statistics ====" : "Press enter to exit");
        if ("-i".equals(option)) {
            type("start\n");
            awaitText("nb forwarding cores=1");
        }
        new ProcessBuilder("kill", "-" + signal, String.valueOf(child.pid())).start().waitFor();
        assertThat(status()).isEqualTo(status);
        assertThat(read()).contains("Telling cores to stop...").contains("Port 1 is closed").endsWith("Bye...\n");
    }

    @Test
    void showsRatesEverySecond() throws Exception {
        start(command("--stats-period=1"));
        Terminal.await(() -> read().split("Port statistics ====", -1).length > 3 || !child.isAlive());
        assertThat(read()).contains("\033[2J\033[1;1H\nPort statistics ====================================\n  ######################## NIC statistics")
            .containsPattern("Rx-pps: +[1-9][0-9]+ ");
        child.destroy();
        assertThat(status()).isEqualTo(143);
    }

    @Test
    void endsAtTheEndOfInput() throws Exception {
        start(command("-i"));
        awaitText("testpmd> ");
        child.getOutputStream().close();
        assertThat(status()).isZero();
        assertThat(read()).endsWith("Bye...\n");
    }

    /// TM-23: completion, and Ctrl-C that stops forwarding but not the shell.
    @Test
    void aTerminalCompletesAndKeepsTheShellAtCtrlC() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script(1) is not installed");
        start(List.of("/usr/bin/script", "-qefc", String.join(" ", command("-i")), "/dev/null"));
        awaitText("testpmd> ");
        type("show port sum\tall\r");
        awaitText("Number of available ports: 2");
        type("start\r");
        awaitText("nb forwarding cores=1");
        type("\003");
        awaitText("Waiting for lcores to finish...");
        type("show config cores\r");
        awaitText("List of forwarding lcores:  1");
        type("quit\r");
        assertThat(status()).isZero();
        assertThat(read()).contains("Bye...");
        assertThat(folder.resolve("pollmode/testpmd_history")).content().contains("show config cores");
    }
}
