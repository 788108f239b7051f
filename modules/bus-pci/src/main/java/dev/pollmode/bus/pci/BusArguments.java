package dev.pollmode.bus.pci;

import dev.pollmode.eal.EalException;
import dev.pollmode.eal.Kvargs;
import dev.pollmode.sys.Errno;
import java.nio.file.Path;
import java.util.stream.Collectors;

/// Which of the arguments of a device are for the bus; the others are for its driver.
///
/// | key      | values               | meaning                                                                    |
/// |----------|----------------------|----------------------------------------------------------------------------|
/// | `access` | `vfio`, `noiommu`    | how a device of this machine is opened; `noiommu` is unsafe                |
/// | `bind`   | `0`, `1`             | 1: take it from its driver of the kernel, and give it back at the end      |
/// | `socket` | a path               | it is served over vfio-user there                                          |
///
/// @param noIommu   whether it is opened without an IOMMU
/// @param bind      whether it may be taken from its driver
/// @param socket    where it is served, or null
/// @param forDriver the other arguments
record BusArguments(boolean noIommu, boolean bind, Path socket, String forDriver) {
    private static final String ACCESS = "access";
    private static final String BIND = "bind";
    private static final String SOCKET = "socket";

    /// Reads the arguments of a device.
    ///
    /// @throws EalException EINVAL when a value is wrong
    static BusArguments parse(final String arguments) {
        final Kvargs pairs = Kvargs.parse(arguments);
        final String access = pairs.one(ACCESS).orElse("vfio");
        if (!access.equals("vfio") && !access.equals("noiommu")) {
            throw new EalException(Errno.EINVAL, "access=" + access + ": it must be vfio or noiommu");
        }
        final Path socket = pairs.one(SOCKET).map(Path::of).orElse(null);
        final String rest = pairs.pairs().stream().filter(pair -> !pair.key().equals(ACCESS) && !pair.key().equals(BIND)
            && !pair.key().equals(SOCKET)).map(Kvargs.Pair::toString).collect(Collectors.joining(","));
        return new BusArguments(access.equals("noiommu"), pairs.bool(BIND, false), socket, rest);
    }

    BusArguments at(final Path path) {
        return new BusArguments(noIommu, bind, path, forDriver);
    }
}
