package dev.pollmode.pmd.tap;

import dev.pollmode.ethdev.AllMulticast;
import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.LinkControl;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.MtuControl;
import dev.pollmode.ethdev.Promiscuous;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.LinkInfo;
import java.util.List;
import java.util.function.Consumer;

/// What can be set of the interface of a port: done to the interface, and to the remote if there is one; both or none.
///
/// Called under the lock of the port.
abstract class TapSettings implements Promiscuous, AllMulticast, LinkControl, MtuControl {
    final String name;
    final TapKind kind;
    final Netdev netdev;
    final TapMacs macs;
    final TapFrames frames;
    // Null without.
    private final TapRemote remote;

    TapSettings(final String name, final TapKind kind, final Netdev netdev, final TapRemote remote) {
        this.name = name;
        this.kind = kind;
        this.netdev = netdev;
        this.remote = remote;
        final LinkInfo link = netdev.get("open");
        macs = new TapMacs(kind == TapKind.TUN ? MacAddress.ZERO : Netdev.mac(link));
        frames = new TapFrames(kind, link.mtu());
    }

    private void both(final Runnable change, final Consumer<TapRemote> remoteChange, final Runnable undo) {
        change.run();
        if (remote == null) {
            return;
        }
        try {
            remoteChange.accept(remote);
        } catch (final RuntimeException e) {
            undo.run();
            throw e;
        }
    }

    @Override
    public void setLink(final boolean up) {
        final boolean before = netdev.get("set link").isUp();
        both(() -> netdev.setUp(up), there -> there.setUp(up), () -> netdev.setUp(before));
    }

    @Override
    public int mtu() {
        return netdev.find().map(LinkInfo::mtu).orElse(frames.mtu());
    }

    @Override
    public void mtu(final int bytes) {
        final int before = mtu();
        both(() -> netdev.setMtu(bytes), there -> there.setMtu(bytes), () -> netdev.setMtu(before));
        frames.mtu(bytes);
    }

    // ---- which frames are received ----

    @Override
    public void promiscuous(final boolean on) {
        both(() -> netdev.setPromiscuous(on), there -> there.setPromiscuous(on || macs.hasExtra()), () -> netdev.setPromiscuous(macs.isPromiscuous()));
        macs.promiscuous(on);
    }

    @Override
    public boolean isPromiscuous() {
        return macs.isPromiscuous();
    }

    @Override
    public void allMulticast(final boolean on) {
        both(() -> netdev.setAllMulticast(on), there -> there.setAllMulticast(on || !macs.groups().isEmpty()),
            () -> netdev.setAllMulticast(macs.isAllMulticast()));
        macs.allMulticast(on);
    }

    @Override
    public boolean isAllMulticast() {
        return macs.isAllMulticast();
    }

    /// {@return the default address; zero of an interface without Ethernet headers}
    public MacAddress mac() {
        return macs.all().getFirst();
    }

    /// Sets the default address, see [dev.pollmode.ethdev.MacControl].
    public void defaultMac(final MacAddress address) {
        if (address.isZero()) {
            throw new EthDevException(Errno.EINVAL, "set MAC address of " + name + ": EINVAL, can't set an empty MAC address");
        }
        final MacAddress before = mac();
        if (!address.equals(before)) {
            both(() -> netdev.setMac(address), there -> there.setMac(address), () -> netdev.setMac(before));
            macs.first(address);
        }
    }

    /// Adds an address, see [dev.pollmode.ethdev.MacFilter].
    public void addMac(final MacAddress address) {
        macs.add(name, address);
        passOtherAddresses();
    }

    /// Removes an address, see [dev.pollmode.ethdev.MacFilter].
    public void removeMac(final MacAddress address) {
        macs.remove(name, address);
        passOtherAddresses();
    }

    /// {@return all addresses, see [dev.pollmode.ethdev.MacFilter]}
    public List<MacAddress> macs() {
        return macs.all();
    }

    /// Sets the groups, see [dev.pollmode.ethdev.MulticastFilter].
    public void multicastMacs(final List<MacAddress> groups) {
        macs.groups(groups);
        passOtherAddresses();
    }

    /// {@return the groups, see [dev.pollmode.ethdev.MulticastFilter]}
    public List<MacAddress> multicastMacs() {
        return macs.groups();
    }

    /// A remote is a network card that filters too: it must let pass what we want to look at.
    private void passOtherAddresses() {
        if (remote != null) {
            remote.setPromiscuous(macs.isPromiscuous() || macs.hasExtra());
            remote.setAllMulticast(macs.isAllMulticast() || !macs.groups().isEmpty());
        }
    }
}
