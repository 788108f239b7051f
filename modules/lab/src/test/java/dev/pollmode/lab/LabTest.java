package dev.pollmode.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.test.support.RequiresCommand;
import dev.pollmode.test.support.RequiresDevice;
import dev.pollmode.test.support.RequiresRoot;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The lab as a user runs it: what it prints, how it ends, what it leaves. VN-76, VN-77, FS-50, FS-60.
@RequiresDevice("/dev/net/tun")
@RequiresCommand({"unshare", "setpriv"})
@Timeout(180)
@Execution(ExecutionMode.CONCURRENT)
class LabTest {
    private static final long PATIENCE_S = 120;
    private static final List<String> SHORT = List.of("--minutes", "0.05", "--pps", "2000");

    @TempDir
    private Path folder;
    private Process child;

    @AfterEach
    void nothingIsLeftBehind() throws IOException {
        if (child != null) {
            final long pid = child.pid();
            child.destroyForcibly();
            assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive).stream().flatMap(ProcessHandle::descendants)).isEmpty();
        }
    }

    private static String classPath() {
        return System.getProperty("jdk.module.path", "") + File.pathSeparator + System.getProperty("java.class.path", "");
    }

    private void start(final List<String> before, final String path, final List<String> options) throws IOException {
        final List<String> command = new ArrayList<>(before);
        command.addAll(List.of("unshare", "-Urnm", System.getProperty("java.home") + "/bin/java", "-XX:+UseSerialGC", "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + folder, "--enable-native-access=ALL-UNNAMED", "-cp", path, Lab.class.getName()));
        command.addAll(options);
        child = new ProcessBuilder(command).redirectOutput(file("out").toFile()).redirectError(file("error").toFile()).start();
    }

    private Path file(final String name) {
        return folder.resolve(name);
    }

    private String text(final String name) throws IOException {
        return Files.readString(file(name), StandardCharsets.UTF_8);
    }

    private int status() throws IOException, InterruptedException {
        assertThat(child.waitFor(PATIENCE_S, TimeUnit.SECONDS)).as(text("out") + text("error")).isTrue();
        return child.exitValue();
    }

    private void assertNoFolderIsLeft() throws IOException {
        try (java.util.stream.Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).noneMatch(name -> name.startsWith("pollmode-lab-"));
        }
    }

    @Test
    void passesWithFailoverAndReturnAndNothingLost() throws Exception {
        start(List.of(), classPath(), SHORT);
        assertThat(status()).as(text("out") + text("error")).isZero();
        assertThat(text("out")).contains("the host asks for VF a8f0:00:02.0").contains("failover: first frame by the NetVSC after ")
            .contains("VF a8f0:00:02.0 is there").contains("return: first frame by the VF after ").containsPattern("path (VF|NetVSC) +\\| VF .* \\| NetVSC in +[1-9]")
            .containsPattern("frames sent in [0-9.]+ s: 0 lost,").contains("PASSED:");
        assertThat(text("error")).isEmpty();
        assertNoFolderIsLeft();
    }

    /// By chance, in JSON, and as nobody.
    @Test
    @RequiresRoot
    void needsNoPrivileges() throws Exception {
        start(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"), readableClassPath(),
            List.of("--minutes", "0.05", "--pps", "2000", "--json", "--chaos", "--seed=7"));
        assertThat(status()).as(text("out") + text("error")).isZero();
        assertThat(text("out").lines()).as("nothing but JSON").allMatch(line -> line.startsWith("{\"type\":\"") && line.endsWith("}"));
        assertThat(text("out").lines().toList().getFirst()).contains("\"type\":\"start\"").contains("\"seed\":7");
        assertThat(text("out").lines().toList().getLast()).contains("\"type\":\"verdict\",\"passed\":true,\"problems\":[]").contains("\"lost\":0")
            .containsPattern("\"switches\":\\[\\{\"type\":\"failover\"");
    }

    // Another user may not reach the folders of this one.
    private String readableClassPath() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        int count = 0;
        final List<String> copies = new ArrayList<>();
        for (final String entry : Arrays.stream(classPath().split(File.pathSeparator)).filter(each -> Files.exists(Path.of(each))).toList()) {
            final Path copy = folder.resolve("entry" + count++ + (entry.endsWith(".jar") ? ".jar" : ""));
            copyAll(Path.of(entry), copy);
            copies.add(copy.toString());
        }
        return copies.stream().collect(Collectors.joining(File.pathSeparator));
    }

    private static void copyAll(final Path from, final Path to) throws IOException {
        try (java.util.stream.Stream<Path> all = Files.walk(from)) {
            for (final Path each : all.toList()) {
                final Path target = to.resolve(from.relativize(each).toString());
                Files.copy(each, each.equals(from) ? to : target);
            }
        }
    }

    @Test
    void failsWhenTheVfLosesFrames() throws Exception {
        start(List.of(), classPath(), List.of("--minutes", "0.05", "--pps", "2000", "--lose", "100"));
        assertThat(status()).isEqualTo(1);
        assertThat(text("out")).containsPattern("FAILED: [1-9][0-9]* frames lost beyond what removed devices held");
    }

    @Test
    void endsWithAVerdictAtCtrlC() throws Exception {
        start(List.of(), classPath(), List.of("--minutes", "10", "--pps", "2000"));
        while (!text("out").contains(" s  path VF") && child.isAlive()) {
            Thread.onSpinWait();
        }
        new ProcessBuilder("kill", "-INT", String.valueOf(child.pid())).start().waitFor();
        assertThat(status()).as(text("out") + text("error")).isEqualTo(130);
        assertThat(text("out")).contains(": 0 lost, ").contains("FAILED: no failover was seen; no return was seen");
        assertNoFolderIsLeft();
    }

    @Test
    void touchesNoNetworkThatIsInUse() throws Exception {
        child = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "--enable-native-access=ALL-UNNAMED", "-cp", classPath(), Lab.class.getName())
            .redirectOutput(file("out").toFile()).redirectError(file("error").toFile()).start();
        assertThat(status()).isEqualTo(1);
        assertThat(text("error")).isEqualTo("lab: this network namespace is in use: start the lab by bin/testpmd lab, which makes one for it\n");
    }
}
