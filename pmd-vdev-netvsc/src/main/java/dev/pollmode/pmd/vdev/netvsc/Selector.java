package dev.pollmode.pmd.vdev.netvsc;

import dev.pollmode.eal.EalException;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.LinkInfo;
import dev.pollmode.sys.SysException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/// Decides which interfaces an instance of the driver gets.
///
/// | the kernel …                  | nothing specified | `iface=` or `mac=` | with `force=1` as well |
/// |-------------------------------|-------------------|--------------------|------------------------|
/// | does not use it               | taken             | taken              | taken                  |
/// | has an address on it          | left alone        | taken with warning | taken with warning     |
/// | reaches the world through it  | left alone        | error              | taken with warning     |
///
/// An interface that is no NetVSC is taken only if it is specified, with `force=1`.
final class Selector {
    private final HostNetwork host;
    private final NetvscContexts contexts;
    private final Logger log;

    Selector(final HostNetwork host, final NetvscContexts contexts, final Logger log) {
        this.host = host;
        this.contexts = contexts;
        this.log = log;
    }

    /// Makes contexts for the interfaces that the arguments ask for.
    ///
    /// @throws EalException ENODEV when what was specified is not there, EBUSY when it is needed by others, or why its
    ///     context can't be made
    void select(final NetvscArgs args) {
        final Interfaces interfaces = new Interfaces(links(), host.sysfs(), log);
        if (!args.isSpecified()) {
            interfaces.netvsc().forEach(this::takeIfFree);
            return;
        }
        final List<NetInterface> netvsc = interfaces.netvsc(args);
        if (!netvsc.isEmpty()) {
            takeSpecified(netvsc, args);
            return;
        }
        final List<NetInterface> others = args.force() ? interfaces.others(args) : List.of();
        if (others.isEmpty()) {
            throw new EalException(Errno.ENODEV, "cannot find the specified " + (args.force() ? "" : "NetVSC ") + "device, "
                + args.specification() + ": " + interfaces.whyNot(args));
        }
        takeSpecified(others, args);
        log.log(Level.WARNING, "a device that is no NetVSC was probed as one, because of force=1: " + Interfaces.names(others));
    }

    private List<LinkInfo> links() {
        try {
            return host.links();
        } catch (final SysException e) {
            throw EalException.of("cannot retrieve system network interfaces", e);
        }
    }

    // ---- nothing specified ----

    private void takeIfFree(final NetInterface netvsc) {
        if (contexts.handle(netvsc)) {
            return;
        }
        final Use use = Use.of(host, netvsc.index());
        if (use.kind() != Use.Kind.FREE) {
            log.log(Level.INFO, "NetVSC interface " + netvsc + " is left alone: " + use.reason() + "; iface=" + netvsc.name()
                + " takes it" + (use.kind() == Use.Kind.VITAL ? " with force=1" : ""));
            return;
        }
        try {
            contexts.create(netvsc);
        } catch (final RuntimeException e) {
            // The others are tried all the same.
            log.log(Level.ERROR, "NetVSC interface " + netvsc + ": " + e.getMessage());
            log.log(Level.DEBUG, "cause", e);
        }
    }

    // ---- specified ----

    private void takeSpecified(final List<NetInterface> found, final NetvscArgs args) {
        if (found.size() > 1) {
            throw new EalException(Errno.ENOTUNIQ, "several interfaces have " + args.specification() + ": " + Interfaces.names(found)
                + "; choose one by iface=");
        }
        final NetInterface wanted = found.getFirst();
        if (contexts.handle(wanted)) {
            log.log(Level.WARNING, "interface " + wanted + " is already handled, skipping");
            return;
        }
        warnOfUse(wanted, args.force());
        contexts.create(wanted);
    }

    private void warnOfUse(final NetInterface wanted, final boolean force) {
        final Use use = Use.of(host, wanted.index());
        if (use.kind() == Use.Kind.VITAL && !force) {
            throw new EalException(Errno.EBUSY, "interface " + wanted + " is left alone: " + use.reason() + "; force=1 takes it all the same");
        }
        if (use.kind() != Use.Kind.FREE) {
            log.log(Level.DEBUG, "interface " + wanted.name() + " has IP");
            log.log(Level.WARNING, "probably using routed NetVSC interface " + wanted + ": " + use.reason());
        }
    }
}
