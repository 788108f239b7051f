package dev.pollmode.bus.pci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.vfio.user.VfioUserServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PciProbeTest {
    @TempDir
    private Path root;

    @Test
    void tellsWhatADeviceIs() throws Exception {
        final ByteArrayOutputStream said = new ByteArrayOutputStream();
        final PrintStream before = System.out;
        try (ServedDevice served = new ServedDevice(); VfioUserServer server = VfioUserServer.listen(root.resolve("dev.sock"), served)) {
            server.start("served device");
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            PciProbe.main("-l", "0", "--no-huge", "--no-pci", "--single-file-segments", "--", "00:05.0,socket=" + server.path());
        } finally {
            System.setOut(before);
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("0000:00:05.0 15b3:1014", "BAR0 0x1000 bytes, trapped",
            "BAR2 0x2000 bytes, mapped", "reset: done", "interrupts MSI-X: 4", "MSI-X 0 is set", "closed");
    }
}
