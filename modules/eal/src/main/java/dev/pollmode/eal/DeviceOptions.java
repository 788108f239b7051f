package dev.pollmode.eal;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What the command line says of devices.
///
/// @param vdevs       the devices of `--vdev` in their order; of those of one name the last, in the place of the first
/// @param allowed     the devices of `-a`; if there are any, no other device of their buses is used
/// @param blocked     the devices of `-b`, not to be used
/// @param autoProbing whether devices are used that nobody named; off by `-A`
/// @param pci         whether PCI devices are looked for; off by `--no-pci`
/// @param vfioUser    the devices of `--vfio-user`
/// @param driverPaths jars and directories of `-d`
/// @param vfioIntr    the kind of interrupts of `--vfio-intr`; empty: the best that a device has
/// @param vfToken     the token of `--vfio-vf-token`
/// @param sysfsRoot   where sysfs is mounted, `/sys` unless `--sysfs-root` says otherwise
/// @param execAllowed whether arguments of devices may name commands to run, by `--allow-exec`
public record DeviceOptions(List<Devargs> vdevs, List<Devargs> allowed, List<Devargs> blocked, boolean autoProbing,
        boolean pci, List<VfioUserServer> vfioUser, List<Path> driverPaths, Optional<VfioIntr> vfioIntr,
        Optional<UUID> vfToken, Path sysfsRoot, boolean execAllowed) {

    /// The kind of interrupts that VFIO devices use.
    public enum VfioIntr {
        /// The one interrupt line of PCI.
        LEGACY,
        /// Message signalled interrupts.
        MSI,
        /// Extended message signalled interrupts.
        MSIX
    }

    /// A PCI device that a vfio-user server offers.
    ///
    /// @param address the address that the device gets here, such as `0000:00:05.0`
    /// @param socket  the socket where the server listens
    public record VfioUserServer(String address, Path socket) {
    }

    static DeviceOptions of(final GivenOptions given) {
        return new DeviceOptions(
            OptionValues.devices(given.all(EalOption.VDEV)),
            addresses(given.all(EalOption.ALLOW)),
            addresses(given.all(EalOption.BLOCK)),
            !given.has(EalOption.NO_AUTO_PROBING),
            !given.has(EalOption.NO_PCI),
            OptionValues.all(given, EalOption.VFIO_USER, DeviceOptions::vfioUserServer),
            OptionValues.all(given, EalOption.DRIVER_PATH, option -> OptionValues.path(option, option.value())),
            OptionValues.last(given, EalOption.VFIO_INTR, option -> OptionValues.choice(option, VfioIntr.class)),
            OptionValues.last(given, EalOption.VFIO_VF_TOKEN, OptionValues::uuid),
            OptionValues.last(given, EalOption.SYSFS_ROOT, option -> OptionValues.path(option, option.value()))
                .orElse(Path.of("/sys")),
            given.has(EalOption.ALLOW_EXEC));
    }

    /// A name with a colon, and no bus before it, can only be the address of a PCI device.
    private static List<Devargs> addresses(final List<GivenOption> options) {
        for (final GivenOption option : options) {
            final Devargs device = OptionValues.parsed(option, Devargs::parse);
            if (device.busName().isEmpty() && device.name().indexOf(':') >= 0) {
                pciAddress(option, device.name());
            }
        }
        return OptionValues.devices(options);
    }

    private static String pciAddress(final GivenOption option, final String text) {
        return PciAddresses.canonical(text).orElseThrow(
            () -> option.wrong(Wrong.quote(text) + " is not a PCI address such as 0000:00:05.0"));
    }

    private static VfioUserServer vfioUserServer(final GivenOption option) {
        final int equals = option.value().indexOf('=');
        if (equals <= 0) {
            throw option.expected("an address and a socket, as in 0000:00:05.0=/run/vfio-user.sock");
        }
        return new VfioUserServer(pciAddress(option, option.value().substring(0, equals)),
            OptionValues.path(option, option.value().substring(equals + 1)));
    }
}
