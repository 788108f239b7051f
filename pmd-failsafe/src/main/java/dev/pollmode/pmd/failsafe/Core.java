package dev.pollmode.pmd.failsafe;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.Owner;
import dev.pollmode.ethdev.spi.PortContext;
import dev.pollmode.sys.Errno;
import java.lang.System.Logger;
import java.util.List;
import java.util.stream.Stream;

/// What the parts of one failsafe port share.
///
/// @param context what the port stands behind
/// @param args its arguments
/// @param owner owns the ports of the sub-devices
/// @param subs the places for sub-devices, the preferred one first
/// @param paths what carries packets now
/// @param ledger what was carried
/// @param signals the descriptors to wait for packets with
/// @param log where to say so
record Core(PortContext context, FailsafeArgs args, Owner owner, List<SubDevice> subs, Paths paths, Ledger ledger, RxSignals signals,
            Logger log) {
    Eal eal() {
        return context.eal();
    }

    EthDevs ports() {
        return EthDevs.of(context.eal());
    }

    String name() {
        return context.name();
    }

    /// {@return the sub-devices that are there and configured}
    Stream<SubDevice> configured() {
        return subs.stream().filter(sub -> sub.state().isConfigured());
    }

    /// {@return whether a failure of a sub-device counts as success, because the sub-device goes}
    static boolean excused(final SubDevice sub, final RuntimeException failure) {
        return sub.removal() != null || sub.port() == null || !sub.port().isOpen()
            || failure instanceof final EalException e && e.errno() == Errno.EIO;
    }

    /// {@return the errno of a failure, EIO when it has none}
    static int errno(final RuntimeException failure) {
        return failure instanceof final EalException e && e.errno() != 0 ? e.errno() : Errno.EIO;
    }
}
