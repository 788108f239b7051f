package dev.pollmode.pmd.vdev.netvsc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.eal.Device;
import dev.pollmode.eal.Eal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// VN-69 to VN-73, VN-01: the driver as the bus finds it.
@Timeout(60)
class AutoDetectionTest {
    @TempDir
    Path root;

    private List<String> devices(final String... vdevs) {
        final String[] args = Stream.concat(Stream.of("-l", "0", "--no-huge", "--no-pci", "--sysfs-root=" + root),
            Stream.of(vdevs).map("--vdev="::concat)).toArray(String[]::new);
        try (Eal eal = Eal.init(args)) {
            return eal.devices().map(Device::name).toList();
        }
    }

    private void isHyperV() throws IOException {
        Files.createDirectories(root.resolve("bus/vmbus/devices/4487b255-b88c-403f-bb51-d1f69cf17f87"));
    }

    /// VN-69; VN-72: by the bus, so on any processor.
    @Test
    void comesByItselfInAGuestOfHyperV() throws IOException {
        isHyperV();
        assertThat(devices()).containsExactly("net_vdev_netvsc");
    }

    /// VN-72: or by the firmware.
    @Test
    void comesByItselfWhereTheFirmwareSaysHyperV() throws IOException {
        Files.createDirectories(root.resolve("class/dmi/id"));
        Files.writeString(root.resolve("class/dmi/id/sys_vendor"), "Microsoft Corporation\n");
        Files.writeString(root.resolve("class/dmi/id/product_name"), "Virtual Machine\n");
        assertThat(devices()).containsExactly("net_vdev_netvsc");
    }

    @Test
    void comesNowhereElseByItself() {
        assertThat(devices()).isEmpty();
    }

    /// VN-14, VN-70, VN-71.
    @ParameterizedTest
    @ValueSource(strings = {"net_vdev_netvsc,ignore=1", "net_vdev_netvsc3,iface=eth9", "eth_vdev_netvsc0,ignore=1", "net_vdev_netvsc_foo,ignore=1"})
    void staysAwayWhenItWasNamed(final String vdev) throws IOException {
        isHyperV();
        assertThat(devices(vdev)).containsExactly(vdev.substring(0, vdev.indexOf(',')));
    }

    /// VN-01, VN-65: an instance that finds nothing is a device all the same.
    @ParameterizedTest
    @ValueSource(strings = {"net_vdev_netvsc0", "net_vdev_netvsc_foo", "eth_vdev_netvsc12", "net_vdev_netvsc0,foo=1", "net_vdev_netvsc0,iface"})
    void servesEachNameThatBeginsWithItsOwn(final String vdev) {
        assertThat(devices(vdev)).containsExactly(vdev.split(",", -1)[0]);
    }
}
