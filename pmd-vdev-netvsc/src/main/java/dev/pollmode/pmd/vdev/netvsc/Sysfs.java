package dev.pollmode.pmd.vdev.netvsc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// What sysfs says of network devices (`Documentation/ABI/testing/sysfs-class-net` of the kernel).
///
/// Its text is looked at with care, as it may come from a tree that somebody laid there: what is missing, too long,
/// unreadable or of the wrong form is the same as nothing. Does not block: only regular files are opened.
final class Sysfs {
    /// The class of synthetic network devices on the VMBus (`HV_NIC_GUID` of `linux/hyperv.h`).
    private static final String NETVSC_CLASS = "{f8615163-df3e-46c5-913f-f2d2f965ed0e}";
    private static final String PCI = "pci";
    private static final String MICROSOFT = "0x1414";
    private static final String MANA_VF = "0x00ba";
    /// On Azure the domain may have more than four digits.
    private static final Pattern PCI_ADDRESS = Pattern.compile("[0-9a-fA-F]{4,8}:[0-9a-fA-F]{2}:[0-9a-fA-F]{2}\\.[0-7]");

    private final Path root;

    /// @param root where sysfs is mounted
    Sysfs(final Path root) {
        this.root = root;
    }

    /// {@return whether an interface is a NetVSC}
    ///
    /// @param iface its name
    boolean isNetvsc(final String iface) {
        final Optional<Path> file = find(iface, "device/class_id");
        // The file ends with a line feed; nothing behind the class counts.
        return file.isPresent() && Files.isRegularFile(file.get()) && beginning(file.get(), NETVSC_CLASS.length()).equals(NETVSC_CLASS);
    }

    /// {@return the PCI function that an interface sits on, if it sits on one}
    ///
    /// @param iface its name
    Optional<PciFunction> pciFunction(final String iface) {
        return find(iface, "device/subsystem").flatMap(Sysfs::targetName).filter(PCI::equals)
            .flatMap(_ -> find(iface, "device")).flatMap(Sysfs::function);
    }

    /// {@return whether a PCI function may carry several interfaces, so that its address alone doesn't say which is meant: the
    /// Microsoft Azure Network Adapter (`drivers/net/ethernet/microsoft/mana/gdma.h` of the kernel)}
    ///
    /// @param function what was found before
    boolean carriesSeveral(final PciFunction function) {
        return is(function, "vendor", MICROSOFT) && is(function, "device", MANA_VF);
    }

    private static boolean is(final PciFunction function, final String file, final String id) {
        final Path path = function.directory().resolve(file);
        return Files.isRegularFile(path) && beginning(path, id.length()).equals(id);
    }

    /// {@return whether a PCI function is still there}
    ///
    /// @param function what was found before
    boolean exists(final PciFunction function) {
        return Files.isDirectory(function.directory());
    }

    private Optional<Path> find(final String iface, final String file) {
        if (iface.isEmpty() || iface.equals(".") || iface.equals("..") || iface.indexOf('/') >= 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(root.resolve("class/net").resolve(iface).resolve(file));
        } catch (final InvalidPathException _) {
            return Optional.empty();
        }
    }

    private static Optional<PciFunction> function(final Path link) {
        final Optional<String> address = targetName(link).filter(name -> PCI_ADDRESS.matcher(name).matches());
        try {
            return address.isEmpty() ? Optional.empty() : Optional.of(new PciFunction(address.get(), link.toRealPath()));
        } catch (final IOException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> targetName(final Path link) {
        try {
            return Optional.ofNullable(Files.readSymbolicLink(link).getFileName()).map(Path::toString);
        } catch (final IOException | UnsupportedOperationException _) {
            return Optional.empty();
        }
    }

    private static String beginning(final Path file, final int length) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        } catch (final IOException _) {
            return "";
        }
    }
}
