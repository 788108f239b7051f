package dev.pollmode.pmd.vdev.netvsc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// A tree laid out as the kernel lays out sysfs, for made-up devices.
final class FakeSysfs {
    static final String NETVSC_CLASS = "{f8615163-df3e-46c5-913f-f2d2f965ed0e}";

    final Path root;

    FakeSysfs(final Path root) {
        this.root = root;
        directory("class/net");
    }

    /// An interface without a device behind it, such as a veth.
    FakeSysfs plain(final String name) {
        directory("class/net/" + name);
        return this;
    }

    FakeSysfs netvsc(final String name) {
        return netvsc(name, NETVSC_CLASS + "\n");
    }

    FakeSysfs netvsc(final String name, final String classId) {
        final Path device = directory("devices/vmbus/" + name);
        write(device.resolve("class_id"), classId);
        link(device.resolve("subsystem"), directory("bus/vmbus"));
        return plain(name).device(name, device);
    }

    /// An interface on the PCI bus.
    FakeSysfs pci(final String name, final String address) {
        return on("pci", name, address);
    }

    /// An interface on a bus of another kind.
    FakeSysfs on(final String bus, final String name, final String device) {
        final Path place = directory("devices/" + bus + "0000:00/" + device);
        if (!Files.isSymbolicLink(place.resolve("subsystem"))) {
            link(place.resolve("subsystem"), directory("bus/" + bus));
        }
        return plain(name).device(name, place);
    }

    /// The netdevice goes, its device stays.
    FakeSysfs removeInterface(final String name) {
        delete(root.resolve("class/net/" + name));
        return this;
    }

    FakeSysfs removePci(final String address) {
        delete(root.resolve("devices/pci0000:00/" + address));
        return this;
    }

    FakeSysfs device(final String name, final Path device) {
        link(root.resolve("class/net/" + name + "/device"), device);
        return this;
    }

    Path directory(final String path) {
        try {
            return Files.createDirectories(root.resolve(path));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(final Path file, final String text) {
        try {
            Files.writeString(file, text);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void link(final Path link, final Path target) {
        try {
            Files.createSymbolicLink(link, target);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(final Path path) {
        try (Stream<Path> all = Files.walk(path)) {
            for (final Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
