package dev.pollmode.pmd.vdev.netvsc;

import dev.pollmode.sys.AddressInfo;
import dev.pollmode.sys.SysException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Whether the network stack of the kernel uses an interface. What the driver takes is lost to it.
///
/// @param kind   how much
/// @param reason why, for a message; empty for [Kind#FREE]
record Use(Kind kind, String reason) {
    /// How much the kernel uses an interface.
    enum Kind {
        /// Not at all. A link-local address, which an interface gets by itself when it is switched on, does not count.
        FREE,
        /// It has an address.
        ADDRESSED,
        /// The machine is reached through it, or may be: nobody can tell.
        VITAL
    }

    private static final Use NONE = new Use(Kind.FREE, "");

    /// {@return how the kernel uses an interface}
    ///
    /// @param host  the machine
    /// @param index the index of the interface
    static Use of(final HostNetwork host, final int index) {
        try {
            if (host.defaultRouteInterfaces().contains(index)) {
                return new Use(Kind.VITAL, "the default route leads through it");
            }
            final List<AddressInfo> addresses = host.addresses(index);
            final Optional<InetAddress> session = host.sessionAddress().filter(address -> has(addresses, address));
            if (session.isPresent()) {
                return new Use(Kind.VITAL, "this SSH session comes in on its address " + session.get().getHostAddress());
            }
            return addresses.stream().filter(Use::isGlobal).findFirst()
                .map(address -> new Use(Kind.ADDRESSED, "it has the address " + text(address))).orElse(NONE);
        } catch (final SysException e) {
            return new Use(Kind.VITAL, "cannot tell whether the kernel uses it: " + e.getMessage());
        }
    }

    private static boolean has(final List<AddressInfo> addresses, final InetAddress wanted) {
        return addresses.stream().anyMatch(address -> Arrays.equals(address.address(), wanted.getAddress()));
    }

    /// By hand, a link-local address is often given with global scope.
    private static boolean isGlobal(final AddressInfo address) {
        return address.isGlobal() && !inet(address).isLinkLocalAddress();
    }

    private static String text(final AddressInfo address) {
        return inet(address).getHostAddress() + "/" + address.prefixLength();
    }

    private static InetAddress inet(final AddressInfo address) {
        try {
            return InetAddress.getByAddress(address.address());
        } catch (final UnknownHostException e) {
            throw new AssertionError("an address of " + address.address().length + " bytes", e);
        }
    }
}
