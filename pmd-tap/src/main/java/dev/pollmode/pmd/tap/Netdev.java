package dev.pollmode.pmd.tap;

import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.LinkInfo;
import dev.pollmode.sys.NetNs;
import dev.pollmode.sys.RtNetlink;
import dev.pollmode.sys.SysException;
import java.util.Optional;
import java.util.function.BiConsumer;

/// An interface of the kernel, as netlink shows and changes it: that of the port, or the remote one.
///
/// Safe for use by several threads: the port's control plane changes it, the interrupt thread lets it follow the interface to another
/// network namespace.
final class Netdev implements AutoCloseable {
    private RtNetlink netlink;
    private int index;
    private String name;

    private Netdev(final RtNetlink netlink, final LinkInfo link) {
        this.netlink = netlink;
        index = link.index();
        name = link.name();
    }

    /// Finds an interface.
    ///
    /// @param namespace where it is; null for the namespace of the calling thread
    /// @param name its name
    /// @return the interface, if there is one
    static Optional<Netdev> find(final NetNs namespace, final String name) {
        final RtNetlink netlink = open(namespace);
        try {
            final Optional<LinkInfo> link = netlink.link(name);
            if (link.isEmpty()) {
                netlink.close();
            }
            return link.map(found -> new Netdev(netlink, found));
        } catch (final RuntimeException e) {
            netlink.close();
            throw e;
        }
    }

    private static RtNetlink open(final NetNs namespace) {
        return namespace == null ? RtNetlink.open() : RtNetlink.openIn(namespace);
    }

    synchronized int index() {
        return index;
    }

    synchronized String name() {
        return name;
    }

    /// {@return the interface as it is now, if it is still there}
    synchronized Optional<LinkInfo> find() {
        final Optional<LinkInfo> link = netlink.link(index);
        link.ifPresent(found -> name = found.name());
        return link;
    }

    LinkInfo get(final String operation) {
        return find().orElseThrow(() -> new EthDevException(Errno.ENODEV, operation + ": ENODEV, interface " + name() + " is gone"));
    }

    /// {@return whether it is there, up and has a carrier}
    ///
    /// The flag RUNNING tells the same, but up to a second later: the kernel's link watch sets it.
    boolean isRunning() {
        return find().filter(link -> link.isUp() && link.carrier()).isPresent();
    }

    /// Follows the interface.
    ///
    /// @param namespace where it is now
    /// @param newName its name there
    /// @return false when it is not there (any more); nothing has changed then
    boolean follow(final NetNs namespace, final String newName) {
        final Optional<Netdev> there = find(namespace, newName);
        there.ifPresent(this::become);
        return there.isPresent();
    }

    private synchronized void become(final Netdev there) {
        netlink.close();
        netlink = there.netlink;
        index = there.index;
        name = there.name;
    }

    void setUp(final boolean up) {
        change("set link " + (up ? "up" : "down"), (rt, at) -> rt.setUp(at, up));
    }

    void setMtu(final int mtu) {
        change("set MTU " + mtu, (rt, at) -> rt.setMtu(at, mtu));
    }

    void setMac(final MacAddress mac) {
        change("set MAC address " + mac, (rt, at) -> rt.setMac(at, mac.bytes()));
    }

    void setPromiscuous(final boolean on) {
        change("set promiscuous mode", (rt, at) -> rt.setPromiscuous(at, on));
    }

    void setAllMulticast(final boolean on) {
        change("set all-multicast mode", (rt, at) -> rt.setAllMulticast(at, on));
    }

    /// Sets several flags, see [RtNetlink#setFlags].
    void setFlags(final int mask, final int flags) {
        change("set flags", (rt, at) -> rt.setFlags(at, mask, flags));
    }

    private synchronized void change(final String operation, final BiConsumer<RtNetlink, Integer> request) {
        try {
            request.accept(netlink, index);
        } catch (final SysException e) {
            throw new EthDevException(e.errno(), operation + " of " + name + ": " + e.getMessage(), e);
        }
    }

    /// {@return the address in what netlink told, zero when it has none of six bytes}
    static MacAddress mac(final LinkInfo link) {
        final byte[] bytes = link.mac();
        return bytes.length == MacAddress.LENGTH ? MacAddress.of(bytes, 0) : MacAddress.ZERO;
    }

    @Override
    public synchronized void close() {
        netlink.close();
    }
}
