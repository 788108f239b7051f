package dev.pollmode.pmd.vdev.netvsc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SysfsTest {
    @TempDir
    Path root;
    private FakeSysfs tree;
    private Sysfs sysfs;

    @BeforeEach
    void layOut() {
        tree = new FakeSysfs(root);
        sysfs = new Sysfs(root);
    }

    /// VN-16.
    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\nmore", "}"})
    void tellsANetvscByTheBeginningOfItsClass(final String end) {
        tree.netvsc("eth1", FakeSysfs.NETVSC_CLASS + end);
        assertThat(sysfs.isNetvsc("eth1")).isTrue();
    }

    /// VN-16: lower case, nothing in front.
    @Test
    void takesNoOtherClassForNetvsc() {
        tree.netvsc("upper", FakeSysfs.NETVSC_CLASS.toUpperCase(java.util.Locale.ROOT)).netvsc("space", " " + FakeSysfs.NETVSC_CLASS)
            .netvsc("cut", FakeSysfs.NETVSC_CLASS.substring(0, 30)).netvsc("empty", "").netvsc("keyboard", "{f912ad6d-2b17-48ea-bd65-f927a61c7684}");
        for (final String name : new String[] {"upper", "space", "cut", "empty", "keyboard"}) {
            assertThat(sysfs.isNetvsc(name)).as(name).isFalse();
        }
    }

    /// VN-17: what is missing, too long or no name of an interface is no NetVSC, without a word.
    @Test
    void takesWhatIsMissingForNothing() {
        tree.plain("veth0").netvsc("eth1");
        for (final String name : new String[] {"veth0", "nosuch", "", ".", "..", "../net/eth1", "x".repeat(5_000), "\0", "eth1/../eth1"}) {
            assertThat(sysfs.isNetvsc(name)).isFalse();
            assertThat(sysfs.pciFunction(name)).isEmpty();
        }
    }

    /// VN-50: domains may have more than four digits.
    @ParameterizedTest
    @ValueSource(strings = {"0000:00:02.0", "a8f0:00:02.0", "10000:e1:00.7"})
    void readsTheAddressOfAPciFunction(final String address) {
        tree.pci("eth2", address);
        assertThat(sysfs.pciFunction("eth2").orElseThrow().address()).isEqualTo(address);
        assertThat(sysfs.exists(sysfs.pciFunction("eth2").orElseThrow())).isTrue();
    }

    /// VN-49.
    @Test
    void takesNothingElseForAPciFunction() {
        tree.on("vmbus", "eth1", "0000:00:02.0").on("pcix", "eth2", "0000:00:02.0").plain("bond0");
        for (final String name : new String[] {"eth1", "eth2", "bond0"}) {
            assertThat(sysfs.pciFunction(name)).as(name).isEmpty();
        }
    }

    /// VN-51, and what would become arguments of a device.
    @ParameterizedTest
    @ValueSource(strings = {"0000:00:02.0,mac=1", "exec(reboot)", "0000:00:02.8", "00:02.0", "0000:00:02.0\n0000:00:03.0", "net_null0"})
    void refusesALinkThatIsNoAddress(final String name) {
        tree.pci("eth2", name);
        assertThat(sysfs.pciFunction("eth2")).isEmpty();
    }

    @Test
    void knowsAFunctionByThePathOfItsEvents() {
        tree.pci("eth2", "a8f0:00:02.0");
        final PciFunction function = sysfs.pciFunction("eth2").orElseThrow();
        assertThat(function.isAt("/devices/pci0000:00/a8f0:00:02.0")).isTrue();
        assertThat(function.isAt("/devices/pci0000:00/a8f0:00:03.0")).isFalse();
        assertThat(function.isAt("/devices/pci0000:00/a8f0:00:02.0/net/eth2")).isFalse();
        assertThat(function.isAt("")).isFalse();
        assertThat(function.isAt("/")).isFalse();
        assertThat(function.isAt("\0")).isFalse();
    }

    @Test
    void outlivesAHugeFileABinaryOneAndOneThatIsNone() throws IOException {
        final Path device = root.resolve("devices/vmbus/huge");
        tree.netvsc("huge", "x");
        try (var channel = java.nio.channels.FileChannel.open(device.resolve("class_id"), java.nio.file.StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(new byte[1]), 1L << 40);
        }
        assertThat(sysfs.isNetvsc("huge")).isFalse();
        tree.netvsc("directory", "x");
        Files.delete(root.resolve("devices/vmbus/directory/class_id"));
        Files.createDirectory(root.resolve("devices/vmbus/directory/class_id"));
        assertThat(sysfs.isNetvsc("directory")).isFalse();
    }

    /// A fifo that nobody writes to would keep the scan for ever.
    @Test
    void waitsForNoFifo() throws IOException, InterruptedException {
        tree.netvsc("fifo", "x");
        final Path file = root.resolve("devices/vmbus/fifo/class_id");
        Files.delete(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertThat(sysfs.isNetvsc("fifo")).isFalse());
    }

    @Test
    void endsInLoopsOfLinks() throws IOException {
        tree.plain("loop").plain("self").plain("pair").pci("eth2", "a8f0:00:02.0");
        FakeSysfs.link(root.resolve("class/net/loop/device"), root.resolve("class/net/loop/device"));
        FakeSysfs.link(root.resolve("class/net/self/device"), root.resolve("class/net/self"));
        FakeSysfs.link(root.resolve("class/net/pair/device"), root.resolve("class/net/pair/other"));
        FakeSysfs.link(root.resolve("class/net/pair/other"), root.resolve("class/net/pair/device"));
        FakeSysfs.link(root.resolve("class/net/self/subsystem"), root.resolve("bus/pci"));
        for (final String name : new String[] {"loop", "self", "pair"}) {
            assertThat(sysfs.isNetvsc(name)).as(name).isFalse();
            assertThat(sysfs.pciFunction(name)).as(name).isEmpty();
        }
    }

    /// Whatever a file holds or a link points to, there is an answer.
    @Test
    void answersWhateverTheTreeHolds() throws IOException {
        final Random random = new Random(42);
        for (int round = 0; round < 300; round++) {
            final String name = "if" + round;
            final byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            tree.netvsc(name, "");
            Files.write(root.resolve("devices/vmbus/" + name + "/class_id"), noise);
            final String target = "a" + Long.toHexString(random.nextLong()) + "/" + "../".repeat(random.nextInt(9)) + random.nextInt();
            tree.plain("p" + name);
            Files.createSymbolicLink(root.resolve("class/net/p" + name + "/device"), Path.of(target));
            assertThat(sysfs.isNetvsc(name)).isFalse();
            assertThat(sysfs.pciFunction("p" + name)).isEmpty();
        }
    }
}
