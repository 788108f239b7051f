package dev.pollmode.testpmd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// testpmd as a process of its own, with two lcores on one CPU: types and reads what it wrote.
final class TestpmdProcess implements AutoCloseable {
    private static final long PATIENCE_S = 60;

    private final Path output;
    private final Process process;

    /// @param folder   where its output and its history go
    /// @param terminal what it takes its terminal for
    /// @param command  made by [#command]
    TestpmdProcess(final Path folder, final String terminal, final List<String> command) throws IOException {
        output = folder.resolve("output");
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(Map.of("TERM", terminal, "XDG_STATE_HOME", folder.toString()));
        process = builder.start();
    }

    /// {@return the words of a command}
    static List<String> command(final List<String> vdevs, final String... options) {
        final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp",
            System.getProperty("jdk.module.path", "") + ":" + System.getProperty("java.class.path", ""), Testpmd.class.getName(), "--lcores",
            "0@0,1@0", "--no-huge", "--no-pci"));
        vdevs.forEach(vdev -> command.add("--vdev=" + vdev));
        command.add("--");
        command.addAll(List.of(options));
        return command;
    }

    /// {@return all it wrote}
    String read() {
        try {
            return Files.readString(output);
        } catch (final IOException e) {
            return e.toString();
        }
    }

    void awaitText(final String text) {
        Terminal.await(() -> read().contains(text) || !process.isAlive());
        assertThat(read()).contains(text);
    }

    void type(final String text) throws IOException {
        process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    void endInput() throws IOException {
        process.getOutputStream().close();
    }

    void signal(final String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    }

    /// {@return its status, once it has ended}
    int status() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).as("ended: %s", read()).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
