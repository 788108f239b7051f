package dev.pollmode.pmd.vdev.netvsc;

import java.nio.file.Path;

/// The PCI function that a network device sits on.
///
/// @param address   its address, such as `a8f0:00:02.0`
/// @param directory its place in sysfs, without symbolic links: there as long as the function is, whichever driver has it
record PciFunction(String address, Path directory) {
    /// {@return whether a kernel event is about this function}
    ///
    /// @param devicePath the path of the event, below the root of sysfs
    boolean isAt(final String devicePath) {
        final String relative = devicePath.startsWith("/") ? devicePath.substring(1) : devicePath;
        return !relative.isEmpty() && relative.indexOf('\0') < 0 && directory.endsWith(Path.of(relative));
    }
}
