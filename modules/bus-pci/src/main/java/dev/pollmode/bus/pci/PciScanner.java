package dev.pollmode.bus.pci;

import dev.pollmode.bus.pci.PciFunction.Resource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Finds the PCI functions that the kernel knows. Reads only.
///
/// | attribute                             | what it gives                                    |
/// |---------------------------------------|--------------------------------------------------|
/// | `vendor`, `device`, `subsystem_*`     | ids, as `0x15b3`                                 |
/// | `class`, `revision`, `numa_node`      | numbers; NUMA may be absent or -1                |
/// | `resource`                            | a line for each BAR: first and last address, flags |
/// | `driver`, `iommu_group`               | links                                            |
final class PciScanner {
    static final String DEVICES = "bus/pci/devices";

    private static final int BARS = 6;

    private final Sysfs sysfs;
    private final Logger log;

    PciScanner(final Sysfs sysfs, final Logger log) {
        this.sysfs = sysfs;
        this.log = log;
    }

    /// {@return the functions there are, in the order of their addresses}
    List<PciFunction> scan() {
        final List<PciFunction> functions = new ArrayList<>();
        for (final String name : sysfs.list(DEVICES)) {
            PciAddress.tryParse(name).flatMap(this::function).ifPresent(functions::add);
        }
        functions.sort((a, b) -> a.address().compareTo(b.address()));
        return functions;
    }

    /// {@return one function, empty when it is not there (any more) or makes no sense}
    Optional<PciFunction> function(final PciAddress address) {
        final String directory = directory(address);
        try {
            if (!sysfs.exists(directory)) {
                return Optional.empty();
            }
            final PciId id = new PciId(number(directory, "vendor"), number(directory, "device"),
                numberOr(directory, "subsystem_vendor", 0), numberOr(directory, "subsystem_device", 0), number(directory, "class"));
            return Optional.of(new PciFunction(address, id, numberOr(directory, "revision", 0), numberOr(directory, "numa_node", -1),
                sysfs.link(directory + "/driver").orElse(null), group(directory), resources(directory)));
        } catch (final NumberFormatException e) {
            log.log(Level.WARNING, "PCI device " + address + " is left out: " + e.getMessage());
            return Optional.empty();
        }
    }

    static String directory(final PciAddress address) {
        return DEVICES + "/" + address;
    }

    private OptionalInt group(final String directory) {
        return sysfs.link(directory + "/iommu_group").map(name -> OptionalInt.of(Integer.parseInt(name))).orElse(OptionalInt.empty());
    }

    private int number(final String directory, final String attribute) {
        return sysfs.read(directory + "/" + attribute).map(PciScanner::decode)
            .orElseThrow(() -> new NumberFormatException("no attribute \"" + attribute + "\""));
    }

    private int numberOr(final String directory, final String attribute, final int absent) {
        return sysfs.read(directory + "/" + attribute).map(PciScanner::decode).orElse(absent);
    }

    private static int decode(final String text) {
        return Integer.decode(text);
    }

    private List<Resource> resources(final String directory) {
        final List<String> lines = sysfs.read(directory + "/resource").map(text -> text.lines().toList()).orElse(List.of());
        final List<Resource> resources = new ArrayList<>(BARS);
        for (int i = 0; i < BARS; i++) {
            resources.add(i < lines.size() ? resource(lines.get(i)) : Resource.NONE);
        }
        return List.copyOf(resources);
    }

    private static Resource resource(final String line) {
        final String[] words = line.strip().split("\\s+");
        if (words.length != 3) {
            throw new NumberFormatException("resource line \"" + line + "\"");
        }
        final long start = hexadecimal(words[0]);
        final long end = hexadecimal(words[1]);
        final long flags = hexadecimal(words[2]);
        return start == 0 && end == 0 ? Resource.NONE : new Resource(start, end - start + 1, flags);
    }

    private static long hexadecimal(final String word) {
        return Long.parseUnsignedLong(word.startsWith("0x") ? word.substring(2) : word, 16);
    }
}
