package dev.pollmode.pmd.vdev.netvsc;

import dev.pollmode.eal.EalException;
import dev.pollmode.sys.Errno;

/// The names and arguments of the devices made for a NetVSC interface.
///
/// @param id the number of the context
record NetvscNames(int id) {
    /// The longest argument list, in characters: what the names and the longest name of an interface need, several times over.
    private static final int ARGUMENTS_MAX = 255;
    /// Characters with a meaning in the arguments of a device.
    private static final String SYNTAX = ",()[]=\\\"'";

    /// {@return the name of the failsafe device}
    String failsafe() {
        return "net_failsafe_vsc" + id;
    }

    /// {@return the name of the tap device below it}
    String tap() {
        return "net_tap_vsc" + id;
    }

    /// {@return the arguments of the failsafe device: the VF first, which makes it the preferred one, then the tap}
    ///
    /// @param fd    where the failsafe device reads what the VF is
    /// @param iface the NetVSC interface
    /// @throws EalException EINVAL when an interface of this name cannot be given as an argument, ENOBUFS when it is too long
    String arguments(final int fd, final String iface) {
        requirePlain(iface);
        final String arguments = "fd(" + fd + "),dev(" + tap() + ",remote=" + iface + ")";
        if (arguments.length() > ARGUMENTS_MAX) {
            throw new EalException(Errno.ENOBUFS, "generated virtual device name or argument list too long for interface \"" + iface
                + "\": ENOBUFS");
        }
        return arguments;
    }

    /// The kernel lets a name hold almost anything; what it holds must not become further arguments.
    private static void requirePlain(final String iface) {
        for (int i = 0; i < iface.length(); i++) {
            final char c = iface.charAt(i);
            if (c <= ' ' || c >= 0x7f || SYNTAX.indexOf(c) >= 0) {
                throw new EalException(Errno.EINVAL, "interface \"" + iface + "\": EINVAL, its name cannot be an argument of a device because of '"
                    + c + "'; rename it by ip link set <name> name <new name>");
            }
        }
    }
}
