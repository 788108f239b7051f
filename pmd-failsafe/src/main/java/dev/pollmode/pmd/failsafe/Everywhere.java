package dev.pollmode.pmd.failsafe;

import dev.pollmode.ethdev.Capability;
import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.sys.Errno;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Makes a change on all sub-devices that are configured, or on none: where one refuses, those before are set back and the
/// refusal is told. A sub-device that goes, or that fails because it goes (EIO), doesn't count. Runs under the control lock.
final class Everywhere {
    private final Core core;

    Everywhere(final Core core) {
        this.core = core;
    }

    /// Makes a change where it can be made.
    ///
    /// @param what for messages
    /// @param type what a sub-device needs for it
    /// @param change makes it
    /// @param undo unmakes it
    /// @throws EthDevException ENOTSUP when there are sub-devices that count and none can, or the first refusal
    <T extends Capability> void change(final String what, final Class<T> type, final Consumer<T> change, final Consumer<T> undo) {
        final List<SubDevice> there = core.configured().filter(sub -> sub.removal() == null).toList();
        final List<Runnable> undos = new ArrayList<>();
        final List<SubDevice> unable = new ArrayList<>();
        boolean able = false;
        for (final SubDevice sub : there) {
            try {
                final Optional<T> capability = sub.port().findCapability(type);
                if (capability.isPresent()) {
                    able = true;
                    change.accept(capability.get());
                    undos.addFirst(() -> undo(what, sub, capability.get(), undo));
                } else {
                    unable.add(sub);
                }
            } catch (final RuntimeException e) {
                if (!Core.excused(sub, e)) {
                    undos.forEach(Runnable::run);
                    throw new EthDevException(Core.errno(e), what + ", port " + core.name() + ": " + sub + ": " + e.getMessage(), e);
                }
            }
        }
        if (!able && !unable.isEmpty()) {
            throw new EthDevException(Errno.ENOTSUP, what + ", port " + core.name() + ": ENOTSUP, none of " + unable + " has "
                + type.getSimpleName());
        }
    }

    private <T> void undo(final String what, final SubDevice sub, final T capability, final Consumer<T> undo) {
        try {
            undo.accept(capability);
        } catch (final RuntimeException e) {
            core.log().log(Level.ERROR, core.name() + ": " + what + " could not be set back on " + sub + ": " + e.getMessage());
        }
    }
}
