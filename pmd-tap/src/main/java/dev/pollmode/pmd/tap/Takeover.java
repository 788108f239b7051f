package dev.pollmode.pmd.tap;

import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.LinkInfo;
import dev.pollmode.sys.NetNs;
import dev.pollmode.sys.RtNetlink;
import dev.pollmode.sys.SysException;
import dev.pollmode.sys.TrafficControl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The traffic of a remote interface in the hands of a port.
///
/// ```
///   wire ── remote ── ingress: redirect ──> egress of the tap ──> rxBurst
///                       └── to several hosts: a copy; the host sees them too
///   wire <─ remote <─ egress <── redirect: ingress of the tap <── txBurst
/// ```
///
/// Taking over copies address and MTU of the remote to the tap. Closing puts everything back: the remote's flags, and its MTU and address if
/// the port has changed them. The marks on the filters remember the same for the case that nobody closes.
final class Takeover implements AutoCloseable {
    private final Netdev remote;
    private final TrafficControl control;
    private final RemoteCookie before;
    private final Redirect incoming;
    private final Redirect outgoing;
    // What the port has set, null when it has not.
    private MacAddress setMac;
    private Integer setMtu;

    private Takeover(final Netdev remote, final TrafficControl control, final RemoteCookie before, final Redirect incoming,
                     final Redirect outgoing) {
        this.remote = remote;
        this.control = control;
        this.before = before;
        this.incoming = incoming;
        this.outgoing = outgoing;
    }

    /// Takes an interface over.
    ///
    /// @param namespace where both are; null for the namespace of the calling thread
    /// @param name the remote
    /// @param tap the interface of the port
    /// @return the traffic of the remote; closing it gives it back
    /// @throws EthDevException when it can't be, with both reasons; everything is as before then
    static Takeover begin(final NetNs namespace, final String name, final Netdev tap) {
        try {
            final Netdev remote = Netdev.find(namespace, name).orElseThrow(() -> new EthDevException(Errno.ENODEV,
                "failed to get " + name + " if_index: ENODEV, there is no interface of this name"));
            try {
                final TrafficControl control = namespace == null ? TrafficControl.open() : TrafficControl.openIn(namespace);
                try {
                    return begin(remote, control, tap);
                } catch (final RuntimeException e) {
                    control.close();
                    throw e;
                }
            } catch (final RuntimeException e) {
                remote.close();
                throw e;
            }
        } catch (final EthDevException e) {
            throw failure(name, e.errno(), e);
        } catch (final SysException e) {
            throw failure(name, e.errno(), e);
        }
    }

    private static EthDevException failure(final String remote, final int errno, final RuntimeException e) {
        return new EthDevException(errno, "Can't set up remote feature: remote=" + remote + ": " + Errno.name(errno) + "(" + errno + "), "
            + e.getMessage(), e);
    }

    private static Takeover begin(final Netdev remote, final TrafficControl control, final Netdev tap) {
        if (remote.index() == tap.index()) {
            throw new EthDevException(Errno.EINVAL, "an interface can't be its own remote");
        }
        Redirect.clean(control, tap.index(), tap.index(), left -> { });
        Redirect.clean(control, remote.index(), tap.index(), left -> restore(remote, left));
        Redirect.user(control, remote.index()).ifPresent(user -> {
            throw new EthDevException(Errno.EBUSY, "its traffic is taken over already, by process " + user.pid());
        });
        final LinkInfo link = remote.get("take over");
        if (link.type() != LinkInfo.ARPHRD_ETHER) {
            throw new EthDevException(Errno.EINVAL, "it is no Ethernet interface");
        }
        tap.setMac(Netdev.mac(link));
        tap.setMtu(link.mtu());
        final LinkInfo own = tap.get("take over");
        final Redirect outgoing = Redirect.all(control, own.index(), link.index(), RemoteCookie.of(false, own));
        try {
            final RemoteCookie before = RemoteCookie.of(false, link);
            return new Takeover(remote, control, before, Redirect.unicast(control, link.index(), own.index(), before), outgoing);
        } catch (final RuntimeException e) {
            outgoing.close();
            throw e;
        }
    }

    /// Puts interfaces right that processes left redirecting to nowhere when they were killed.
    ///
    /// @param own the index of an interface of ours
    /// @return the names of those that are as before again
    static List<String> cleanUp(final int own) {
        final List<String> cleaned = new ArrayList<>();
        try (RtNetlink links = RtNetlink.open(); TrafficControl control = TrafficControl.open()) {
            for (final LinkInfo link : links.links()) {
                if (Redirect.clean(control, link.index(), own,
                        left -> Netdev.find(null, link.name()).ifPresent(netdev -> restoreAndClose(netdev, left)))) {
                    cleaned.add(link.name());
                }
            }
        }
        return cleaned;
    }

    private static void restoreAndClose(final Netdev netdev, final RemoteCookie before) {
        try (netdev) {
            restore(netdev, before);
        }
    }

    private static void restore(final Netdev remote, final RemoteCookie before) {
        remote.setFlags(RemoteCookie.FLAGS, before.flags());
        final LinkInfo now = remote.get("restore");
        if (before.mtu() != 0 && before.mtu() != now.mtu()) {
            remote.setMtu(before.mtu());
        }
        if (before.mac().isUnicast() && !before.mac().equals(Netdev.mac(now))) {
            remote.setMac(before.mac());
        }
    }

    Netdev remote() {
        return remote;
    }

    /// {@return whether filters of the administrator see the frames of the remote before we do}
    boolean isBehindOthers() {
        return incoming.isBehindOthers();
    }

    /// Lets frames of rules come to the port before all others, see [Redirect#rules].
    void rules(final Set<RuleMatch> matches, final boolean isolated) {
        incoming.rules(matches, isolated);
    }

    void setMac(final MacAddress mac) {
        remote.setMac(mac);
        setMac = mac;
    }

    void setMtu(final int mtu) {
        remote.setMtu(mtu);
        setMtu = mtu;
    }

    /// Gives the traffic back. Goes on where something fails, and tells the first failure at the end.
    @Override
    public void close() {
        // The marks remember the old state until everything else is done.
        try (remote; control; incoming; outgoing) {
            final Optional<LinkInfo> now = remote.find();
            if (now.isPresent()) {
                remote.setFlags(RemoteCookie.FLAGS, before.flags());
                if (setMtu != null && setMtu == now.get().mtu() && before.mtu() != 0) {
                    remote.setMtu(before.mtu());
                }
                if (setMac != null && setMac.equals(Netdev.mac(now.get()))) {
                    remote.setMac(before.mac());
                }
            }
        }
    }
}
