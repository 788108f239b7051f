package dev.pollmode.pmd.tap;

import dev.pollmode.eal.EalException;
import dev.pollmode.eal.Kvargs;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.sys.Errno;
import java.util.Optional;
import java.util.Set;

/// The arguments of a `net_tap` or `net_tun` device.
///
/// @param iface the name of the interface; `%d` in it is replaced by the kernel
/// @param remote the interface whose traffic is taken over
/// @param mac the address that was asked for
/// @param fixedMac whether the address shall be 02:64:74:61:70:NN
/// @param persist whether the interface stays when the port is closed
record TapArgs(String iface, Optional<String> remote, Optional<MacAddress> mac, boolean fixedMac, boolean persist) {
    private static final String IFACE = "iface";
    private static final String REMOTE = "remote";
    private static final String MAC = "mac";
    private static final String PERSIST = "persist";
    private static final String FIXED = "fixed";
    private static final int MAX_NAME = 15;

    static TapArgs ofTap(final String arguments) {
        final Kvargs kvargs = Kvargs.parse(arguments, Set.of(IFACE, REMOTE, MAC, PERSIST));
        final Optional<String> mac = kvargs.one(MAC);
        final boolean fixed = mac.filter(FIXED::equals).isPresent();
        return new TapArgs(kvargs.one(IFACE).map(name -> checked(IFACE, name)).orElse("dtap%d"),
            kvargs.one(REMOTE).map(name -> checked(REMOTE, name)), fixed ? Optional.empty() : mac.map(TapArgs::address), fixed,
            // A bare key switches it on, as it does in C.
            kvargs.has(PERSIST) && (kvargs.one(PERSIST).isEmpty() || kvargs.bool(PERSIST, true)));
    }

    static TapArgs ofTun(final String arguments) {
        final Kvargs kvargs = Kvargs.parse(arguments, Set.of(IFACE));
        return new TapArgs(kvargs.one(IFACE).map(name -> checked(IFACE, name)).orElse("dtun%d"), Optional.empty(), Optional.empty(),
            false, false);
    }

    private static String checked(final String key, final String name) {
        if (name.isEmpty()) {
            throw invalid(key, name, "the name of an interface must not be empty");
        }
        if (name.length() > MAX_NAME) {
            throw invalid(key, name, "the name of an interface has at most " + MAX_NAME + " characters");
        }
        for (int i = 0; i < name.length(); i++) {
            final char c = name.charAt(i);
            if (c == '/' || c == ':' || c <= ' ' || c >= 0x7f) {
                throw invalid(key, name, "the name of an interface must not contain '/', ':', spaces or control characters");
            }
        }
        if (name.equals(".") || name.equals("..")) {
            throw invalid(key, name, "no interface can have this name");
        }
        return name;
    }

    private static MacAddress address(final String text) {
        try {
            final MacAddress address = MacAddress.parse(text);
            if (address.isUnicast()) {
                return address;
            }
        } catch (final IllegalArgumentException e) {
            throw invalid(MAC, text, "expected \"fixed\" or an address such as 02:00:00:ab:cd:ef");
        }
        throw invalid(MAC, text, "it must be a unicast address");
    }

    private static EalException invalid(final String key, final String value, final String reason) {
        return new EalException(Errno.EINVAL, key + "=" + value + ": EINVAL, " + reason);
    }
}
