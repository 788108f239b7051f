package dev.pollmode.eal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Looks at what of this machine helps packets or hinders them, and says what to do about it. Changes nothing.
public final class Doctor {
    private static final String UNKNOWN = "unknown";
    private static final String LOCKED = "Max locked memory";

    private final Path root;

    /// @param root where `/proc`, `/sys` and `/dev` are
    Doctor(final Path root) {
        this.root = root;
    }

    /// One thing that was looked at.
    ///
    /// @param name   what it is
    /// @param state  how it is
    /// @param remedy what to do and for what; empty where nothing has to be done
    public record Finding(String name, String state, String remedy) {
        private static Finding of(final String name, final String state, final boolean good, final String remedy) {
            return new Finding(name, state, good ? "" : remedy);
        }
    }

    /// {@return what there is to say of this machine and this process}
    public static List<Finding> examine() {
        return new Doctor(Path.of("/")).all();
    }

    List<Finding> all() {
        return List.of(new Finding("kernel", read("proc/sys/kernel/osrelease"), ""), hugePages(), transparentHugePages(), lockedMemory(), uring(), tun(), iommu(),
            vfio(), isolation(), siblings(), governor());
    }

    private Finding hugePages() {
        final List<HugePages.Pool> pools = new HugePages(root.resolve("sys/kernel/mm/hugepages")).pools();
        final String free = pools.stream().map(pool -> pool.free() + " of " + (pool.pageSize() >> 20) + " MiB").collect(Collectors.joining(", "));
        return Finding.of("huge pages", free.isEmpty() ? "none" : "free: " + free, pools.stream().anyMatch(pool -> pool.free() > 0),
            "sysctl vm.nr_hugepages=512, for packets; --iova-mode pa needs them");
    }

    private Finding transparentHugePages() {
        final String enabled = read("sys/kernel/mm/transparent_hugepage/enabled");
        return Finding.of("transparent huge pages", enabled, enabled.contains("[madvise]") || enabled.contains("[always]"),
            "echo madvise > /sys/kernel/mm/transparent_hugepage/enabled, for packets where no huge pages are reserved");
    }

    private Finding lockedMemory() {
        final String limit = read("proc/self/limits").lines().filter(line -> line.startsWith(LOCKED)).findFirst()
            .map(line -> line.substring(LOCKED.length()).strip().split(" +")[0]).orElse(UNKNOWN);
        return Finding.of("locked memory", limit, "unlimited".equals(limit),
            "ulimit -l unlimited (LimitMEMLOCK= of systemd), for VFIO and the buffers of io_uring");
    }

    private Finding uring() {
        final String disabled = read("proc/sys/kernel/io_uring_disabled");
        return Finding.of("io_uring", "0".equals(disabled) ? "allowed" : UNKNOWN.equals(disabled) ? UNKNOWN : "forbidden",
            "0".equals(disabled) || UNKNOWN.equals(disabled), "sysctl kernel.io_uring_disabled=0, so that net_tap sends in batches");
    }

    private Finding tun() {
        final Path device = root.resolve("dev/net/tun");
        final boolean usable = Files.isReadable(device) && Files.isWritable(device);
        return Finding.of("/dev/net/tun", usable ? "usable" : Files.exists(device) ? "not for this user" : "missing", usable,
            "modprobe tun, and the right to read and write it, for net_tap");
    }

    private Finding iommu() {
        final long groups = count("sys/kernel/iommu_groups");
        return Finding.of("IOMMU", groups + " groups", groups > 0, "intel_iommu=on or amd_iommu=on on the command line of the kernel, for PCI devices");
    }

    private Finding vfio() {
        final boolean there = Files.exists(root.resolve("dev/vfio/vfio"));
        return Finding.of("VFIO", there ? "loaded, " + Math.max(0, count("dev/vfio") - 1) + " groups bound" : "not loaded", there,
            "modprobe vfio-pci, for PCI devices");
    }

    private Finding isolation() {
        final String isolated = read("sys/devices/system/cpu/isolated");
        return Finding.of("isolated CPUs", isolated.isEmpty() ? "none" : isolated, !isolated.isEmpty(),
            "isolcpus= and nohz_full= on the command line of the kernel, for lcores that nobody interrupts");
    }

    private Finding siblings() {
        final boolean active = "1".equals(read("sys/devices/system/cpu/smt/active"));
        return Finding.of("SMT", active ? "on" : "off", !active, "give lcores cores of their own: /sys/devices/system/cpu/cpu0/topology/thread_siblings_list");
    }

    private Finding governor() {
        final String governor = read("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
        return Finding.of("CPU frequency", governor, "performance".equals(governor) || UNKNOWN.equals(governor), "cpupower frequency-set -g performance");
    }

    private String read(final String file) {
        try {
            return Files.readString(root.resolve(file)).strip();
        } catch (final IOException _) {
            return UNKNOWN;
        }
    }

    private long count(final String folder) {
        try (Stream<Path> entries = Files.list(root.resolve(folder))) {
            return entries.count();
        } catch (final IOException _) {
            return 0;
        }
    }
}
