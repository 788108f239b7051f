package dev.pollmode.pmd.failsafe;

import dev.pollmode.eal.Device;
import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthStats;
import dev.pollmode.sys.Errno;
import java.lang.System.Logger.Level;

/// Takes sub-devices out, in steps each of which may fail without keeping the next from being taken. Runs under the control
/// lock of the port.
final class Removal {
    private final Core core;

    Removal(final Core core) {
        this.core = core;
    }

    /// Takes a sub-device out of the paths, and closes its port when no thread is inside.
    void closePort(final SubDevice sub, final String why) {
        final EthDev port = sub.port();
        sub.leave(why);
        core.paths().leave(sub, sub.removal());
        if (port == null) {
            return;
        }
        core.signals().leave(sub);
        // What the application is in the middle of taking isn't lost.
        final String stuck = core.context().awaitBursts();
        if (stuck != null) {
            core.log().log(Level.ERROR, core.name() + ": a burst on " + stuck + " has not come back; what it may touch of " + sub
                + " stays allocated");
        }
        final long waiting = waiting(port);
        final long before = dropped(port);
        attempt(sub, "stop", port::stop);
        final long after = dropped(port);
        attempt(sub, "close", port::close);
        core.ledger().close(sub.index());
        final long held = waiting + Math.max(0, after - before);
        sub.closed(held);
        if (held > 0) {
            core.paths().lost(sub.index(), held);
        }
        core.log().log(Level.INFO, core.name() + ": " + sub + " was closed: " + sub.removal() + "; it held " + held + " packets");
    }

    /// {@return what the device counts as dropped, 0 when it can't be asked any more}
    private static long dropped(final EthDev port) {
        try {
            final EthStats stats = port.stats();
            return stats.txErrors() + stats.rxMissed();
        } catch (final RuntimeException e) {
            // The ledger tells the user.
            return 0;
        }
    }

    /// {@return received packets that nobody will take}
    private static long waiting(final EthDev port) {
        long count = 0;
        final EthConf conf = port.conf();
        try {
            for (int i = 0; port.isStarted() && i < conf.rxQueues(); i++) {
                count += Math.max(0, port.rxQueue(i).pending());
            }
        } catch (final EalException e) {
            // Closed by somebody else meanwhile.
            return count;
        }
        return count;
    }

    /// Unplugs the device of a sub-device whose port is closed.
    ///
    /// @return whether it is gone; else try again
    boolean unplug(final SubDevice sub) {
        final Device device = sub.device();
        if (device != null && !unplug(device)) {
            return false;
        }
        sub.gone();
        return true;
    }

    /// Unplugs a device.
    ///
    /// @return whether it is gone; false when devices are being changed by another thread
    boolean unplug(final Device device) {
        try {
            if (!core.eal().isClosed()) {
                core.eal().unplug(device);
            }
        } catch (final EalException e) {
            if (e.errno() == Errno.EAGAIN) {
                return false;
            }
            final Level level = e.errno() == Errno.ENODEV ? Level.DEBUG : Level.ERROR;
            core.log().log(level, core.name() + ": unplug of " + device.name() + " failed: " + e.getMessage());
        } catch (final RuntimeException e) {
            core.log().log(Level.ERROR, core.name() + ": unplug of " + device.name() + " failed", e);
        }
        return true;
    }

    private void attempt(final SubDevice sub, final String what, final Runnable step) {
        try {
            step.run();
        } catch (final RuntimeException e) {
            final Level level = sub.port().isOpen() ? Level.ERROR : Level.DEBUG;
            core.log().log(level, core.name() + ": " + what + " of " + sub + " failed: " + e.getMessage());
        }
    }
}
