package dev.pollmode.eal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/// What this machine runs under.
///
/// Found out from what the kernel says of buses (`bus/vmbus`), of Xen (`hypervisor/type`), of the firmware tables
/// (`class/dmi/id/*`), and of the processor (`hypervisor` among the flags in `/proc/cpuinfo`), in this order.
public enum Hypervisor {
    /// None, as far as can be seen.
    NONE,
    /// One that is not listed here.
    UNKNOWN,
    /// KVM, with QEMU or another monitor.
    KVM,
    /// Hyper-V and Azure.
    HYPERV,
    /// VMware.
    VMWARE,
    /// Xen.
    XEN,
    /// VirtualBox.
    VIRTUALBOX,
    /// bhyve.
    BHYVE;

    /// The greatest part of a file that is looked at: a line of a firmware table is short.
    private static final int READ_MAX = 4096;
    private static final int CPUINFO_MAX = 1 << 16;

    /// {@return what this machine runs under}
    ///
    /// @param sysfsRoot where sysfs is mounted
    public static Hypervisor detect(final Path sysfsRoot) {
        return detect(sysfsRoot, Path.of("/proc/cpuinfo"));
    }

    static Hypervisor detect(final Path sysfsRoot, final Path cpuinfo) {
        if (hasEntries(sysfsRoot.resolve("bus/vmbus/devices"))) {
            return HYPERV;
        }
        if (read(sysfsRoot.resolve("hypervisor/type"), READ_MAX).strip().equals("xen")) {
            return XEN;
        }
        final Hypervisor firmware = byFirmware(sysfsRoot.resolve("class/dmi/id"));
        if (firmware != NONE) {
            return firmware;
        }
        return read(cpuinfo, CPUINFO_MAX).lines().anyMatch(Hypervisor::isGuestFlag) ? UNKNOWN : NONE;
    }

    private static Hypervisor byFirmware(final Path dmi) {
        final String vendor = read(dmi.resolve("sys_vendor"), READ_MAX).strip();
        final String product = read(dmi.resolve("product_name"), READ_MAX).strip();
        final String bios = read(dmi.resolve("bios_vendor"), READ_MAX).strip();
        final String all = (vendor + '\n' + product + '\n' + bios).toLowerCase(Locale.ROOT);
        if (vendor.equals("Microsoft Corporation")) {
            // Their notebooks have the same vendor.
            return product.equals("Virtual Machine") ? HYPERV : NONE;
        }
        if (vendor.equals("Amazon EC2")) {
            return product.endsWith(".metal") ? NONE : KVM;
        }
        if (all.contains("vmware")) {
            return VMWARE;
        }
        if (all.contains("virtualbox") || all.contains("innotek")) {
            return VIRTUALBOX;
        }
        if (all.contains("bhyve")) {
            return BHYVE;
        }
        if (all.contains("xen")) {
            return XEN;
        }
        return all.contains("qemu") || all.contains("kvm") || all.contains("google compute engine") ? KVM : NONE;
    }

    private static boolean isGuestFlag(final String line) {
        return line.startsWith("flags") && (line + " ").contains(" hypervisor ");
    }

    private static boolean hasEntries(final Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isPresent();
        } catch (final IOException _) {
            return false;
        }
    }

    /// What cannot be read says nothing.
    private static String read(final Path file, final int most) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(most), StandardCharsets.ISO_8859_1);
        } catch (final IOException _) {
            return "";
        }
    }
}
