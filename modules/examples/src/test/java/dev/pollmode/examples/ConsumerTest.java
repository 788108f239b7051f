package dev.pollmode.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Compiles and runs the examples as somebody does who has only the artefacts, on the module path and on the class path.
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class ConsumerTest {
    private static final String MODULE = "module consumer { requires dev.pollmode.ethdev; }\n";
    private static final List<String> SMALL = List.of("-l", "0", "--no-huge");
    private static final int PATIENCE_S = 60;

    enum Way {
        MODULE_PATH, CLASS_PATH
    }

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void theSkeletonForwardsBetweenTwoPorts(final Way way) throws Exception {
        compile(way);
        final Run run = run(way, "Skeleton", "--vdev=net_null0", "--vdev=net_null1");

        run.awaitLine("forwarding between 2 ports");
        run.terminate();

        assertThat(run.line("port 0:")).doesNotContain("rxPackets=0,").doesNotContain("txPackets=0,");
        assertThat(run.line("port 1:")).doesNotContain("rxPackets=0,").doesNotContain("txPackets=0,");
        assertThat(run.all()).doesNotContain("Exception", "WARNING");
    }

    @ParameterizedTest
    @EnumSource
    void theEchoSendsFramesBackWithTheirAddressesSwapped(final Way way) throws Exception {
        compile(way);
        final Path in = directory.resolve("in.pcap");
        final Path out = directory.resolve("out.pcap");
        Files.write(in, capture(frame("020000000001", "020000000002")));

        final Run run = run(way, "L2Echo", "--vdev=net_pcap0,rx_pcap=" + in + ",tx_pcap=" + out);
        run.awaitLine("echoing on net_pcap0, Link up");
        final byte[] expected = frame("020000000002", "020000000001");
        while (Files.size(out) < 24 + 16 + expected.length && run.isAlive()) {
            Thread.onSpinWait();
        }
        run.terminate();

        final byte[] written = Files.readAllBytes(out);
        assertThat(Arrays.copyOfRange(written, 24 + 16, written.length)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void aWrongCommandLineIsSaid(final Way way) throws Exception {
        compile(way);
        final Run run = run(way, "Skeleton", "--vdev=net_nosuch0");
        run.awaitEnd();

        assertThat(run.exitValue()).isEqualTo(1);
        assertThat(run.all()).contains("net_nosuch0", "net_null", "net_tap");
    }

    /// What the README of the project shows is what compiles and runs: its text is the test's source.
    @ParameterizedTest
    @EnumSource
    void theProgramOfTheReadmeReceives(final Way way) throws Exception {
        final String readme = Files.readString(ModuleSource.root().resolve("README.md"));
        final int begin = readme.indexOf("```java\n") + 8;
        final Path source = directory.resolve("TwentyLines.java");
        Files.writeString(source, readme.substring(begin, readme.indexOf("```", begin)));
        final Run javac = new Run(List.of(java("javac"), "-Xlint:all", "-d", classes().toString(), "-cp", artefacts(), source.toString()));
        javac.awaitEnd();
        assertThat(javac.exitValue()).as(javac.all()).isZero();

        final List<String> command = new ArrayList<>(List.of(java("java"), "-Xmx256m"));
        command.addAll(way == Way.MODULE_PATH
            ? List.of("--enable-native-access=dev.pollmode.sys", "-p", artefacts(), "--add-modules=ALL-MODULE-PATH", "-cp", classes().toString())
            : List.of("--enable-native-access=ALL-UNNAMED", "-cp", artefacts() + File.pathSeparator + classes()));
        command.add("TwentyLines");
        command.addAll(SMALL);
        command.add("--vdev=net_null0");
        final Run run = new Run(command);
        run.awaitEnd();

        assertThat(run.exitValue()).as(run.all()).isZero();
        assertThat(run.line("EthStats[")).containsPattern("rxPackets=[0-9]{4,}");
        assertThat(run.all()).doesNotContain("Exception", "WARNING");
    }

    private static byte[] frame(final String destination, final String source) {
        final ByteBuffer frame = ByteBuffer.allocate(60);
        frame.put(java.util.HexFormat.of().parseHex(destination)).put(java.util.HexFormat.of().parseHex(source)).putShort((short) 0x88b5);
        return frame.array();
    }

    private static byte[] capture(final byte[] frame) {
        return ByteBuffer.allocate(24 + 16 + frame.length).order(ByteOrder.LITTLE_ENDIAN).putInt(0xa1b2c3d4).putShort((short) 2)
            .putShort((short) 4).putLong(0).putInt(65_535).putInt(1).putInt(1).putInt(2).putInt(frame.length).putInt(frame.length)
            .put(frame).array();
    }

    // ---- what a consumer does ----

    /// {@return the artefacts: what this test has on its paths, without the tests}
    private static String artefacts() {
        final String paths = System.getProperty("jdk.module.path", "") + File.pathSeparator + System.getProperty("java.class.path");
        return Stream.of(paths.split(File.pathSeparator)).filter(path -> !path.isEmpty()).distinct().map(Path::of)
            .filter(path -> path.toString().endsWith("classes") && !path.toString().endsWith("test-classes")
                || path.getFileName().toString().endsWith("-SNAPSHOT.jar"))
            .filter(path -> !path.toString().contains("test-support") && !path.startsWith(ModuleSource.root().resolve("modules/examples")))
            .map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private void compile(final Way way) throws Exception {
        final Path sources = Files.createDirectories(directory.resolve("sources"));
        final List<String> command = new ArrayList<>(List.of(java("javac"), "-d", classes().toString(),
            way == Way.MODULE_PATH ? "--module-path" : "--class-path", artefacts()));
        for (final String name : List.of("Skeleton", "L2Echo", "StopSignal")) {
            command.add(ModuleSource.root().resolve("modules/examples/src/main/java/dev/pollmode/examples/" + name + ".java").toString());
        }
        if (way == Way.MODULE_PATH) {
            command.add(Files.writeString(sources.resolve("module-info.java"), MODULE).toString());
        }
        final Run javac = new Run(command);
        javac.awaitEnd();
        assertThat(javac.exitValue()).as(javac.all()).isZero();
    }

    private Path classes() {
        return directory.resolve("classes");
    }

    private Run run(final Way way, final String name, final String... devices) throws IOException {
        final List<String> command = new ArrayList<>(List.of(java("java"), "-Xmx256m"));
        final String path = artefacts() + File.pathSeparator + classes();
        if (way == Way.MODULE_PATH) {
            command.addAll(List.of("--enable-native-access=dev.pollmode.sys", "-p", path, "-m", "consumer/dev.pollmode.examples." + name));
        } else {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", path, "dev.pollmode.examples." + name));
        }
        command.addAll(SMALL);
        command.addAll(List.of(devices));
        return new Run(command);
    }

    private static String java(final String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    /// A program that runs, and what it printed.
    private static final class Run {
        private final Process process;
        private final BufferedReader reader;
        private final List<String> lines = new ArrayList<>();

        Run(final List<String> command) throws IOException {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            reader = process.inputReader(StandardCharsets.UTF_8);
        }

        void awaitLine(final String beginning) throws IOException {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
                if (line.startsWith(beginning)) {
                    return;
                }
            }
            assertThat(all()).contains(beginning);
        }

        boolean isAlive() {
            return process.isAlive();
        }

        void terminate() throws Exception {
            // By its handle: Process.destroy() would close what it still prints.
            process.toHandle().destroy();
            awaitEnd();
        }

        void awaitEnd() throws Exception {
            reader.lines().forEach(lines::add);
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }

        int exitValue() {
            return process.exitValue();
        }

        String line(final String beginning) {
            return lines.stream().filter(line -> line.startsWith(beginning)).findFirst().orElseThrow(() -> new AssertionError(all()));
        }

        String all() {
            return String.join("\n", lines);
        }
    }
}
