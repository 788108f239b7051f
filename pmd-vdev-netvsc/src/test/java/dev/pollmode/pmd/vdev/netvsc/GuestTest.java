package dev.pollmode.pmd.vdev.netvsc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.test.support.RequiresCommand;
import dev.pollmode.test.support.RequiresDevice;
import dev.pollmode.test.support.RequiresRoot;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// All of it together: this driver, the failsafe driver, taps, and ports on netdevices that stand for VFs, with real frames.
@RequiresRoot
@RequiresDevice("/dev/net/tun")
@RequiresCommand({"unshare", "ip", "ping", "iperf3"})
class GuestTest {
    private static final int SOAK = Integer.getInteger("pollmode.soak", 1);
    private static final long PATIENCE_S = SOAK == 1 ? 120 : 900;

    @ParameterizedTest
    @EnumSource
    void isOnePortWhateverTheHostDoes(final GuestScenarios scenario) throws IOException, InterruptedException {
        final String path = String.join(File.pathSeparator, System.getProperty("jdk.module.path", ""),
            System.getProperty("java.class.path"), "target/test-classes");
        final File output = File.createTempFile("guest", ".log");
        final List<String> command = List.of("unshare", "-nm", System.getProperty("java.home") + "/bin/java",
            "--enable-native-access=ALL-UNNAMED", "-ea", "-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
            "-Dpollmode.soak=" + SOAK, "-cp", path,
            GuestScenarios.class.getName(), scenario.name());
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
        try {
            final boolean ended = process.waitFor(PATIENCE_S, TimeUnit.SECONDS);
            final String text = java.nio.file.Files.readString(output.toPath(), StandardCharsets.UTF_8);
            assertThat(ended).as(text).isTrue();
            assertThat(process.exitValue()).as(text).isZero();
            assertThat(text).endsWith("passed\n");
            System.out.print(text.substring(0, text.length() - "passed\n".length()));
        } finally {
            process.destroyForcibly().waitFor();
            assertThat(output.delete()).isTrue();
        }
    }
}
