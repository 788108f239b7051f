package dev.pollmode.pmd.tap;

import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.LinkInfo;
import dev.pollmode.sys.RtNetlink;
import dev.pollmode.sys.SysException;
import java.util.Optional;

/// The kernel's side of the port: its interface, as netlink shows and changes it.
///
/// Guarded by the lock of the port.
final class TapNetdev implements AutoCloseable {
    private final RtNetlink netlink = RtNetlink.open();
    private final int index;
    private final String name;

    TapNetdev(final String name) {
        this.name = name;
        try {
            index = netlink.link(name).orElseThrow(() -> gone("open")).index();
        } catch (final RuntimeException e) {
            netlink.close();
            throw e;
        }
    }

    int index() {
        return index;
    }

    String name() {
        return name;
    }

    /// {@return the interface as it is now, if it is still there}
    Optional<LinkInfo> find() {
        return netlink.link(index);
    }

    LinkInfo get(final String operation) {
        return find().orElseThrow(() -> gone(operation));
    }

    void setUp(final boolean up) {
        change("set link " + (up ? "up" : "down"), () -> netlink.setUp(index, up));
    }

    void setMtu(final int mtu) {
        change("set MTU " + mtu, () -> netlink.setMtu(index, mtu));
    }

    void setMac(final MacAddress mac) {
        change("set MAC address " + mac, () -> netlink.setMac(index, mac.bytes()));
    }

    void setPromiscuous(final boolean on) {
        change("set promiscuous mode", () -> netlink.setPromiscuous(index, on));
    }

    void setAllMulticast(final boolean on) {
        change("set all-multicast mode", () -> netlink.setAllMulticast(index, on));
    }

    private void change(final String operation, final Runnable request) {
        try {
            request.run();
        } catch (final SysException e) {
            throw new EthDevException(e.errno(), operation + " of " + name + ": " + e.getMessage(), e);
        }
    }

    private EthDevException gone(final String operation) {
        return new EthDevException(Errno.ENODEV, operation + ": ENODEV, interface " + name + " is gone");
    }

    @Override
    public void close() {
        netlink.close();
    }
}
