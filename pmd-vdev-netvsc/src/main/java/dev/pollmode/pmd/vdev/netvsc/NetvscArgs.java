package dev.pollmode.pmd.vdev.netvsc;

import dev.pollmode.eal.EalException;
import dev.pollmode.eal.Kvargs;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.sys.Errno;
import java.util.Optional;
import java.util.Set;

/// The arguments of a `net_vdev_netvsc` device. With neither `iface` nor `mac` all NetVSC interfaces are meant.
///
/// @param iface  the interface that is wanted, by its name
/// @param mac    the interface that is wanted, by its address
/// @param force  whether an interface is taken that is no NetVSC, or carries the default route
/// @param ignore whether nothing shall be done
record NetvscArgs(Optional<String> iface, Optional<MacAddress> mac, boolean force, boolean ignore) {
    static final String USAGE = "iface=<string>,mac=<string>,force=<int>,ignore=<int>";

    private static final String IFACE = "iface";
    private static final String MAC = "mac";
    private static final String FORCE = "force";
    private static final String IGNORE = "ignore";

    /// Checks all arguments, before any interface is looked at.
    ///
    /// @throws EalException EINVAL naming what is wrong
    static NetvscArgs parse(final String arguments) {
        final Kvargs kvargs = kvargs(arguments);
        if (flag(kvargs, IGNORE)) {
            // Whatever else there is: nobody is to be attached.
            return new NetvscArgs(Optional.empty(), Optional.empty(), false, true);
        }
        if (kvargs.all(IFACE).size() + kvargs.all(MAC).size() > 1) {
            throw invalid("more than one way used to specify the NetVSC interface: " + arguments
                + "; give one iface= or one mac=, and another --vdev for another interface");
        }
        return new NetvscArgs(kvargs.one(IFACE), kvargs.one(MAC).map(NetvscArgs::address), flag(kvargs, FORCE), false);
    }

    /// {@return whether one interface is wanted and no other}
    boolean isSpecified() {
        return iface.isPresent() || mac.isPresent();
    }

    /// {@return how the interface was specified}
    String specification() {
        return iface.map(name -> IFACE + "=" + name).or(() -> mac.map(address -> MAC + "=" + address)).orElse("");
    }

    private static Kvargs kvargs(final String arguments) {
        try {
            return Kvargs.parse(arguments, Set.of(IFACE, MAC, FORCE, IGNORE));
        } catch (final EalException e) {
            throw EalException.of("cannot parse the arguments \"" + arguments + "\"", e);
        }
    }

    /// {@return a number as a truth value, as C has it: anything but 0 is true}
    private static boolean flag(final Kvargs kvargs, final String key) {
        final Optional<String> value = kvargs.last(key);
        if (value.isEmpty()) {
            return false;
        }
        try {
            return Integer.parseInt(value.get()) != 0;
        } catch (final NumberFormatException _) {
            throw invalid(key + "=" + value.get() + ": EINVAL, expected 0 or 1");
        }
    }

    private static MacAddress address(final String text) {
        try {
            return MacAddress.parse(text);
        } catch (final IllegalArgumentException e) {
            throw new EalException(Errno.EINVAL, e.getMessage(), e);
        }
    }

    private static EalException invalid(final String text) {
        return new EalException(Errno.EINVAL, text);
    }
}
