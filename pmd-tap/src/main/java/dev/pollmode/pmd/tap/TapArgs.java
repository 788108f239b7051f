package dev.pollmode.pmd.tap;

import dev.pollmode.eal.EalException;
import dev.pollmode.eal.Kvargs;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.sys.Errno;
import java.util.List;
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
        return new TapArgs(kvargs.one(IFACE).map(TapArgs::iface).orElse("dtap%d"),
            kvargs.one(REMOTE).map(TapArgs::remote), fixed ? Optional.empty() : mac.map(TapArgs::address), fixed,
            isBare(kvargs, PERSIST) || kvargs.bool(PERSIST, false));
    }

    /// {@return whether a key stands there alone, which switches it on as it does in C}
    private static boolean isBare(final Kvargs kvargs, final String key) {
        final List<Kvargs.Pair> pairs = kvargs.pairs().stream().filter(pair -> pair.key().equals(key)).toList();
        return pairs.size() == 1 && pairs.getFirst().value() == null;
    }

    static TapArgs ofTun(final String arguments) {
        final Kvargs kvargs = Kvargs.parse(arguments, Set.of(IFACE));
        return new TapArgs(kvargs.one(IFACE).map(TapArgs::iface).orElse("dtun%d"), Optional.empty(), Optional.empty(),
            false, false);
    }

    private static String iface(final String name) {
        final int percent = name.indexOf('%');
        final String wrong = percent >= 0 && (percent != name.lastIndexOf('%') || !name.startsWith("%d", percent))
            ? "'%' stands once, in '%d', which the kernel replaces by a number" : wrong(name);
        if (wrong != null) {
            throw invalid("iface=" + name + ": EINVAL, " + wrong);
        }
        return name;
    }

    private static String remote(final String name) {
        final String wrong = name.indexOf('%') >= 0 ? "it names an interface that is there, so it has no '%'" : wrong(name);
        if (wrong != null) {
            throw invalid("TAP invalid remote interface name (" + name + "): EINVAL, " + wrong);
        }
        return name;
    }

    /// {@return what is wrong with the name of an interface, or null}
    private static String wrong(final String name) {
        if (name.isEmpty()) {
            return "the name of an interface must not be empty";
        }
        if (name.length() > MAX_NAME) {
            return "the name of an interface has at most " + MAX_NAME + " characters";
        }
        for (int i = 0; i < name.length(); i++) {
            final char c = name.charAt(i);
            if (c == '/' || c == ':' || c <= ' ' || c >= 0x7f) {
                return "the name of an interface must not contain '/', ':', spaces, or what is not ASCII";
            }
        }
        return name.equals(".") || name.equals("..") ? "no interface can have this name" : null;
    }

    private static MacAddress address(final String text) {
        final MacAddress address;
        try {
            address = MacAddress.parse(text);
        } catch (final IllegalArgumentException e) {
            throw invalid("TAP user MAC (" + text + ") is not in format (fixed|02:00:00:ab:cd:ef): EINVAL");
        }
        if (!address.isUnicast()) {
            throw invalid("TAP user MAC (" + text + "): EINVAL, it must be a unicast address");
        }
        return address;
    }

    private static EalException invalid(final String message) {
        return new EalException(Errno.EINVAL, message);
    }
}
