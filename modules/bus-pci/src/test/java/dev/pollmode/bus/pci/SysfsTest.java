package dev.pollmode.bus.pci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.eal.EalException;
import dev.pollmode.sys.Errno;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Scanning, binding and giving back, on a tree like `/sys`.
class SysfsTest {
    private static final String VF = "0000:3b:00.1";
    private static final System.Logger LOG = System.getLogger("test");

    @TempDir
    private Path root;
    private FakeSysfs sysfs;
    private PciScanner scanner;

    @BeforeEach
    void tree() {
        sysfs = new FakeSysfs(root);
        scanner = new PciScanner(sysfs, LOG);
    }

    private PciFunction vf() {
        return scanner.function(PciAddress.parse(VF)).orElseThrow();
    }

    @Test
    void findsFunctionsInTheOrderOfTheirAddresses() {
        sysfs.device("10000:01:00.0", 0x8086, 0x1520, 4, null);
        sysfs.device(VF, 0x15b3, 0x1014, 12, "mlx5_core");
        sysfs.device("0000:00:02.0", 0x1af4, 0x1041, -1, "vfio-pci");
        assertThat(scanner.scan()).extracting(function -> function.address().toString()).containsExactly("0000:00:02.0", VF, "10000:01:00.0");
        assertThat(vf().id()).isEqualTo(new PciId(0x15b3, 0x1014, 0x15b3, 3, 0x020000));
        assertThat(vf().driver()).isEqualTo("mlx5_core");
        assertThat(vf().iommuGroup()).hasValue(12);
        assertThat(vf().numaNode()).isEqualTo(1);
        assertThat(vf().revision()).isEqualTo(0x80);
        assertThat(vf().resources()).extracting(PciFunction.Resource::size).containsExactly(0x10000L, 0L, 0x2000000L, 0L, 0L, 0L);
        assertThat(scanner.scan().getFirst().iommuGroup()).isEmpty();
    }

    @Test
    void leavesOutWhatMakesNoSense() {
        sysfs.device(VF, 0x15b3, 0x1014, 12, null);
        sysfs.device("0000:00:02.0", 0x15b3, 0x1014, 12, null);
        sysfs.file("bus/pci/devices/0000:00:02.0/vendor", "tea\n");
        sysfs.file("bus/pci/devices/not-an-address", "");
        assertThat(scanner.scan()).extracting(function -> function.address().toString()).containsExactly(VF);
        sysfs.file("bus/pci/devices/" + VF + "/resource", "0x1 0x2\n");
        assertThat(scanner.scan()).isEmpty();
    }

    @Test
    void missingTreeHasNoDevices() {
        assertThat(new PciScanner(new Sysfs(root.resolve("nothing")), LOG).scan()).isEmpty();
    }

    @Test
    void bindsOneFunctionAndGivesItBack() {
        sysfs.device(VF, 0x15b3, 0x1014, 12, "mlx5_core");
        sysfs.driver("vfio-pci");
        final DriverBinding binding = DriverBinding.take(sysfs, LOG, vf());
        assertThat(sysfs.driverOf(VF)).isEqualTo("vfio-pci");
        assertThat(sysfs.writes).containsExactly("driver_override=vfio-pci", "unbind=" + VF, "drivers_probe=" + VF);
        binding.close();
        assertThat(sysfs.driverOf(VF)).isEqualTo("mlx5_core");
        assertThat(sysfs.read("bus/pci/devices/" + VF + "/driver_override")).hasValue("");
    }

    @Test
    void functionWithoutDriverIsLeftWithoutOne() {
        sysfs.device(VF, 0x15b3, 0x1014, 12, null);
        sysfs.driver("vfio-pci");
        DriverBinding.take(sysfs, LOG, vf()).close();
        assertThat(sysfs.driverOf(VF)).isNull();
    }

    @Test
    void refusedBindingGivesTheFunctionBack() {
        sysfs.device(VF, 0x15b3, 0x1014, 12, "mlx5_core");
        sysfs.driver("vfio-pci");
        sysfs.stubborn = "mlx5_core";
        assertThatThrownBy(() -> DriverBinding.take(sysfs, LOG, vf())).isInstanceOf(EalException.class).hasMessageContaining("mlx5_core");
        assertThat(sysfs.driverOf(VF)).isEqualTo("mlx5_core");
        assertThat(sysfs.read("bus/pci/devices/" + VF + "/driver_override")).hasValue("");
    }

    @Test
    void functionWithoutGroupIsToldWhy() {
        sysfs.device(VF, 0x15b3, 0x1014, -1, "mlx5_core");
        sysfs.driver("vfio-pci");
        sysfs.stubborn = "mlx5_core";
        assertThatThrownBy(() -> DriverBinding.take(sysfs, LOG, vf())).hasMessageContaining("turn the IOMMU on");
    }

    @Test
    void missingVfioPciIsNamedBeforeAnythingIsTouched() {
        sysfs.device(VF, 0x15b3, 0x1014, 12, "mlx5_core");
        assertThatThrownBy(() -> DriverBinding.take(sysfs, LOG, vf()))
            .isInstanceOfSatisfying(EalException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENODEV)).hasMessageContaining("modprobe");
        assertThat(sysfs.writes).isEqualTo(List.of());
    }

    @Test
    void functionThatIsGoneNeedsNoGivingBack() {
        sysfs.device(VF, 0x15b3, 0x1014, 12, "mlx5_core");
        sysfs.driver("vfio-pci");
        final DriverBinding binding = DriverBinding.take(sysfs, LOG, vf());
        sysfs.writes.clear();
        sysfs.remove(VF);
        binding.close();
        assertThat(sysfs.writes).isEmpty();
    }
}
