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

    private final Path interfaces;
    private final Path root;

    /// @param root where sysfs shall be
    FakeSysfs(final Path root) {
        this(root.resolve("class/net"), root);
    }

    /// @param interfaces where the interfaces shall be
    /// @param root       where devices and buses shall be
    FakeSysfs(final Path interfaces, final Path root) {
        this.interfaces = interfaces;
        this.root = root;
        make(interfaces);
    }

    /// An interface without a device behind it, such as a veth.
    FakeSysfs plain(final String name) {
        make(interfaces.resolve(name));
        return this;
    }

    FakeSysfs netvsc(final String name) {
        return netvsc(name, NETVSC_CLASS + "\n");
    }

    FakeSysfs netvsc(final String name, final String classId) {
        final Path device = directory("devices/vmbus/" + name);
        write(device.resolve("class_id"), classId);
        if (!Files.isSymbolicLink(device.resolve("subsystem"))) {
            link(device.resolve("subsystem"), directory("bus/vmbus"));
        }
        return plain(name).device(name, device);
    }

    /// An interface on the PCI bus.
    FakeSysfs pci(final String name, final String address) {
        return on("pci", name, address);
    }

    /// Says whose a PCI function is.
    FakeSysfs identify(final String address, final String vendor, final String device) {
        final Path place = directory("devices/pci0000:00/" + address);
        write(place.resolve("vendor"), vendor + "\n");
        write(place.resolve("device"), device + "\n");
        return this;
    }

    /// A function of the Microsoft Azure Network Adapter.
    FakeSysfs mana(final String address) {
        return identify(address, "0x1414", "0x00ba");
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
        delete(interfaces.resolve(name));
        return this;
    }

    /// Lets an interface be found under another name as well.
    FakeSysfs alias(final String name, final String to) {
        try {
            Files.createSymbolicLink(interfaces.resolve(to), Path.of(name));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    FakeSysfs removePci(final String address) {
        delete(root.resolve("devices/pci0000:00/" + address));
        return this;
    }

    FakeSysfs device(final String name, final Path device) {
        link(interfaces.resolve(name + "/device"), device);
        return this;
    }

    Path directory(final String path) {
        return make(root.resolve(path));
    }

    private static Path make(final Path directory) {
        try {
            return Files.createDirectories(directory);
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
