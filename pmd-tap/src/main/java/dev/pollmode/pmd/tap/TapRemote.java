package dev.pollmode.pmd.tap;

import dev.pollmode.eal.EalException;
import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.sys.LinkInfo;
import dev.pollmode.sys.NetNs;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The remote interface of a port, which is taken over as long as it is there; one that went away is taken over again when one of its name
/// comes into the namespace of the port.
///
/// Safe for use by several threads.
final class TapRemote implements AutoCloseable {
    private final String name;
    private final Netdev tap;
    private final Logger log;
    private Takeover takeover;
    private boolean promiscuous;
    private boolean allMulticast;
    private boolean up;
    private Set<RuleMatch> rules = Set.of();
    private boolean isolated;
    private boolean refused;

    private TapRemote(final String name, final Netdev tap, final Logger log) {
        this.name = name;
        this.tap = tap;
        this.log = log;
    }

    /// Takes an interface over.
    ///
    /// @param name its name
    /// @param tap the interface of the port
    /// @throws EthDevException when it can't be; everything is as before then
    static TapRemote open(final String name, final Netdev tap, final Logger log) {
        final TapRemote remote = new TapRemote(name, tap, log);
        remote.begin(null);
        return remote;
    }

    private void begin(final NetNs namespace) {
        takeover = Takeover.begin(namespace, name, tap);
        if (takeover.isBehindOthers()) {
            log.log(Level.WARNING, "interface " + name + ": filters of the administrator see its frames first, because they have priority 1 to 3");
        }
        log.log(Level.INFO, "interface " + tap.name() + ": has the traffic of " + name);
    }

    String name() {
        return name;
    }

    /// {@return whether this is the interface, or may become it}
    synchronized boolean concerns(final LinkInfo link) {
        return link.name().equals(name) || takeover != null && takeover.remote().index() == link.index();
    }

    /// {@return whether it is there, up and running}
    synchronized boolean isRunning() {
        return takeover != null && takeover.remote().isRunning();
    }

    /// Looks whether the remote came or went.
    ///
    /// @param namespace where the port's interface is; null for where it was made
    synchronized void refresh(final NetNs namespace) {
        if (takeover != null && takeover.remote().find().isEmpty()) {
            letGo("is gone");
        }
        if (takeover == null) {
            tryAgain(namespace);
        }
    }

    /// Gives the traffic back, since the port's interface has left the namespace, and takes it over again if the remote is in the new one.
    ///
    /// @param namespace where the port's interface is
    synchronized void moved(final NetNs namespace) {
        if (takeover != null) {
            letGo("is in another namespace than " + tap.name());
        }
        tryAgain(namespace);
    }

    private void letGo(final String reason) {
        log.log(Level.WARNING, "interface " + name + " " + reason + ": no traffic until both are in one namespace");
        final Takeover old = takeover;
        takeover = null;
        end(old);
    }

    private void tryAgain(final NetNs namespace) {
        try {
            begin(namespace);
            replay();
            refused = false;
        } catch (final EalException e) {
            log.log(refused ? Level.DEBUG : Level.INFO, "interface " + name + " isn't taken over yet: " + e.getMessage());
            refused = true;
        }
    }

    private void replay() {
        final Netdev remote = takeover.remote();
        if (promiscuous) {
            remote.setPromiscuous(true);
        }
        if (allMulticast) {
            remote.setAllMulticast(true);
        }
        if (up) {
            remote.setUp(true);
        }
        takeover.rules(rules, isolated);
    }

    synchronized void setUp(final boolean on) {
        up = on;
        change(there -> there.remote().setUp(on));
    }

    synchronized void setPromiscuous(final boolean on) {
        promiscuous = on;
        change(there -> there.remote().setPromiscuous(on));
    }

    synchronized void setAllMulticast(final boolean on) {
        allMulticast = on;
        change(there -> there.remote().setAllMulticast(on));
    }

    /// Lets frames of rules come to the port before all others; in isolated mode no others come.
    synchronized void rules(final Set<RuleMatch> matches, final boolean alone) {
        change(there -> there.rules(matches, alone));
        rules = matches;
        isolated = alone;
    }

    synchronized void setMtu(final int mtu) {
        change(there -> there.setMtu(mtu));
    }

    synchronized void setMac(final MacAddress mac) {
        change(there -> there.setMac(mac));
    }

    private void change(final Consumer<Takeover> change) {
        Optional.ofNullable(takeover).ifPresent(change);
    }

    private void end(final Takeover ended) {
        try {
            ended.close();
        } catch (final RuntimeException e) {
            log.log(Level.WARNING, "interface " + name + " is not wholly as before: " + e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        if (takeover != null) {
            end(takeover);
            takeover = null;
        }
    }
}
