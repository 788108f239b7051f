package dev.pollmode.eal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// EA-35.
class DoctorTest {
    @TempDir
    private Path root;

    private void file(final String path, final String text) throws IOException {
        final Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Map<String, Doctor.Finding> findings() {
        return new Doctor(root).all().stream().collect(Collectors.toMap(Doctor.Finding::name, finding -> finding));
    }

    @Test
    void saysWhatToDoAboutWhatIsMissing() throws IOException {
        file("sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages", "0\n");
        file("sys/kernel/mm/hugepages/hugepages-2048kB/resv_hugepages", "0\n");
        file("sys/kernel/mm/transparent_hugepage/enabled", "always madvise [never]\n");
        file("proc/self/limits", "Limit  Soft Limit  Hard Limit  Units\nMax locked memory         8388608              8388608              bytes\n");
        file("proc/sys/kernel/io_uring_disabled", "2\n");
        file("sys/devices/system/cpu/isolated", "\n");
        file("sys/devices/system/cpu/smt/active", "1\n");
        file("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n");

        final Map<String, Doctor.Finding> findings = findings();

        assertThat(findings.get("huge pages")).returns("free: 0 of 2 MiB", Doctor.Finding::state);
        assertThat(findings.get("locked memory")).returns("8388608", Doctor.Finding::state);
        assertThat(findings.get("io_uring")).returns("forbidden", Doctor.Finding::state);
        assertThat(findings.get("/dev/net/tun")).returns("missing", Doctor.Finding::state);
        assertThat(findings.get("VFIO")).returns("not loaded", Doctor.Finding::state);
        assertThat(findings.get("CPU frequency")).returns("powersave", Doctor.Finding::state);
        assertThat(findings.values()).filteredOn(finding -> finding.remedy().isEmpty()).extracting(Doctor.Finding::name).containsExactly("kernel");
    }

    @Test
    void hasNothingToSayOfAMachineThatIsReady() throws IOException {
        file("proc/sys/kernel/osrelease", "6.12.0\n");
        file("sys/kernel/mm/hugepages/hugepages-1048576kB/free_hugepages", "2\n");
        file("sys/kernel/mm/hugepages/hugepages-1048576kB/resv_hugepages", "0\n");
        file("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
        file("proc/self/limits", "Max locked memory         unlimited            unlimited            bytes\n");
        file("proc/sys/kernel/io_uring_disabled", "0\n");
        file("dev/net/tun", "");
        file("sys/kernel/iommu_groups/0/type", "DMA\n");
        file("dev/vfio/vfio", "");
        file("dev/vfio/12", "");
        file("sys/devices/system/cpu/isolated", "2-7\n");
        file("sys/devices/system/cpu/smt/active", "0\n");
        file("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n");

        final Map<String, Doctor.Finding> findings = findings();

        assertThat(findings.values()).extracting(Doctor.Finding::remedy).containsOnly("");
        assertThat(findings.get("kernel")).returns("6.12.0", Doctor.Finding::state);
        assertThat(findings.get("huge pages")).returns("free: 2 of 1024 MiB", Doctor.Finding::state);
        assertThat(findings.get("VFIO")).returns("loaded, 1 groups bound", Doctor.Finding::state);
    }

    @Test
    void looksAtTheMachineItRunsOn() {
        assertThat(Doctor.examine()).extracting(Doctor.Finding::name).contains("kernel", "huge pages", "locked memory", "IOMMU", "VFIO", "isolated CPUs", "SMT",
            "CPU frequency");
        assertThat(Doctor.examine().getFirst().state()).isEqualTo(System.getProperty("os.version"));
    }
}
