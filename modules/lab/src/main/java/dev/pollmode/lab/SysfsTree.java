package dev.pollmode.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// A directory laid out as the kernel lays out sysfs, for interfaces that shall look like a NetVSC and its VF.
///
/// ```
/// class/net/<interface>/device ──► devices/vmbus/<interface>     class_id: that of a synthetic NIC
/// class/net/<interface>/device ──► devices/pci0000:00/<address>  subsystem ──► bus/pci
/// ```
final class SysfsTree {
    /// The class of synthetic NICs on the VMBus (`HV_NIC_GUID` of `linux/hyperv.h`).
    private static final String NETVSC = "{f8615163-df3e-46c5-913f-f2d2f965ed0e}\n";

    private final Path root;

    /// @param root an empty directory
    SysfsTree(final Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    /// Makes an interface a NetVSC.
    void addNetvsc(final String name) {
        final Path device = device("vmbus/" + name, "vmbus");
        try {
            Files.writeString(device.resolve("class_id"), NETVSC);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        link(directory("class/net/" + name).resolve("device"), device);
    }

    /// Puts an interface on the PCI bus.
    void addPci(final String name, final String address) {
        link(directory("class/net/" + name).resolve("device"), device("pci0000:00/" + address, "pci"));
    }

    /// Removes an interface and the PCI function below it.
    void removePci(final String name, final String address) {
        delete(root.resolve("class/net/" + name));
        delete(root.resolve("devices/pci0000:00/" + address));
    }

    private Path device(final String path, final String bus) {
        final Path device = directory("devices/" + path);
        link(device.resolve("subsystem"), directory("bus/" + bus));
        return device;
    }

    private Path directory(final String path) {
        try {
            return Files.createDirectories(root.resolve(path));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void link(final Path link, final Path target) {
        try {
            Files.createSymbolicLink(link, target);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Deletes a file or a directory with all that is in it, if it is there.
    static void delete(final Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (java.util.stream.Stream<Path> all = Files.walk(path)) {
            for (final Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
