package dev.pollmode.bus.pci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.eal.EalException;
import dev.pollmode.sys.Errno;
import dev.pollmode.vfio.user.VfioUserServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PciProbeTest {
    @TempDir
    private Path root;

    @Test
    void tellsWhatADeviceIs() throws Exception {
        final ByteArrayOutputStream said = new ByteArrayOutputStream();
        final PrintStream before = System.out;
        final long written;
        try (ServedDevice served = new ServedDevice(); VfioUserServer server = VfioUserServer.listen(root.resolve("dev.sock"), served)) {
            server.start("served device");
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            PciProbe.main("-l", "0", "--no-huge", "--no-pci", "--single-file-segments", "--", "00:05.0,socket=" + server.path(), "0",
                "2:0x10=0xcafe", "2:0x14/16=0x1234", "2:0x16/8=7");
            written = served.doorbells.take(0x10);
        } finally {
            System.setOut(before);
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("0000:00:05.0 15b3:1014", "BAR0 0x1000 bytes, trapped",
            "BAR2 0x2000 bytes, mapped", "reset: done", "interrupts MSI-X: 4", "MSI-X 0 is set",
            "RegisterWrite[bar=2, offset=16, bits=32, value=51966]", "closed");
        assertThat(written).isEqualTo(0x0007_1234_0000_cafeL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"6:0=1", "0:0", "0:0/24=1", "0:0/8=256", "0:x=1", "0:0=0x100000000", "0:0=-1"})
    void refusesAWriteThatIsNone(final String text) {
        assertThatThrownBy(() -> RegisterWrite.parse(text)).isInstanceOfSatisfying(EalException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL))
            .hasMessageContaining("\"" + text + "\"");
    }
}
