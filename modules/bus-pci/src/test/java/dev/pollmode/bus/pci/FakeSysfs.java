package dev.pollmode.bus.pci;

import dev.pollmode.sys.Errno;
import dev.pollmode.sys.SysException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A tree like `/sys` in a directory, that does what the kernel does when drivers are bound and unbound.
final class FakeSysfs extends Sysfs {
    final List<String> writes = Collections.synchronizedList(new ArrayList<>());
    /// A driver that the kernel binds whatever is written, or null.
    String stubborn;

    private final Path root;

    FakeSysfs(final Path root) {
        super(root);
        this.root = root;
        directory("bus/pci/devices");
        directory("bus/pci/drivers");
        file("bus/pci/drivers_probe", "");
    }

    void driver(final String name) {
        directory("bus/pci/drivers/" + name);
        file("bus/pci/drivers/" + name + "/unbind", "");
    }

    void device(final String address, final int vendor, final int device, final int group, final String driver) {
        final String path = "bus/pci/devices/" + address;
        directory(path);
        file(path + "/vendor", "0x%04x\n".formatted(vendor));
        file(path + "/device", "0x%04x\n".formatted(device));
        file(path + "/subsystem_vendor", "0x15b3\n");
        file(path + "/subsystem_device", "0x0003\n");
        file(path + "/class", "0x020000\n");
        file(path + "/revision", "0x80\n");
        file(path + "/numa_node", "1\n");
        file(path + "/driver_override", "(null)\n");
        file(path + "/original", driver == null ? "" : driver);
        file(path + "/resource", """
            0x00000000fe000000 0x00000000fe00ffff 0x0000000000140204
            0x0000000000000000 0x0000000000000000 0x0000000000000000
            0x0000000020000000 0x0000000021ffffff 0x000000000014220c
            """);
        if (group >= 0) {
            directory("kernel/iommu_groups/" + group);
            link(path + "/iommu_group", "../../../../kernel/iommu_groups/" + group);
        }
        bind(address, driver);
    }

    void remove(final String address) {
        try (Stream<Path> all = Files.walk(root.resolve("bus/pci/devices/" + address))) {
            all.sorted(Comparator.reverseOrder()).forEach(FakeSysfs::delete);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String driverOf(final String address) {
        return link("bus/pci/devices/" + address + "/driver").orElse(null);
    }

    @Override
    void write(final String relative, final String text) {
        writes.add(relative.substring(relative.lastIndexOf('/') + 1) + "=" + text.strip());
        if (!exists(relative)) {
            throw new SysException("write(" + relative + ")", Errno.ENOENT, null);
        }
        if (relative.endsWith("/unbind")) {
            delete(root.resolve("bus/pci/devices/" + text + "/driver"));
        } else if (relative.endsWith("drivers_probe")) {
            probe(text);
        } else {
            super.write(relative, text);
        }
    }

    private void probe(final String address) {
        final String path = "bus/pci/devices/" + address;
        if (driverOf(address) == null) {
            final String override = read(path + "/driver_override").orElse("");
            final String original = read(path + "/original").orElse("");
            final String wanted = stubborn != null ? stubborn : override.isEmpty() ? original : override;
            bind(address, wanted.isEmpty() ? null : wanted);
        }
    }

    private void bind(final String address, final String driver) {
        if (driver != null) {
            driver(driver);
            link("bus/pci/devices/" + address + "/driver", "../../../../bus/pci/drivers/" + driver);
        }
    }

    private void directory(final String relative) {
        try {
            Files.createDirectories(root.resolve(relative));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void file(final String relative, final String text) {
        try {
            Files.writeString(root.resolve(relative), text);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void link(final String relative, final String target) {
        try {
            Files.createSymbolicLink(root.resolve(relative), Path.of(target));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(final Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
