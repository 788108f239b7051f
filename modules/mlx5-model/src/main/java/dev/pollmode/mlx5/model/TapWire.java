package dev.pollmode.mlx5.model;

import dev.pollmode.sys.CallState;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.FileCalls;
import dev.pollmode.sys.LinkInfo;
import dev.pollmode.sys.RtNetlink;
import dev.pollmode.sys.Tun;

/// A wire to a tap interface of this host: what the device sends, the interface receives, and the other way round. See
/// `Documentation/networking/tuntap.rst` of Linux.
public final class TapWire implements Wire {
    private static final int MAX_NAME = 15;

    private final CallState callState = CallState.create();
    private final Tun tun;

    private TapWire(final Tun tun) {
        this.tun = tun;
    }

    /// Opens a tap interface, makes it if there is none of that name, and brings it up.
    ///
    /// @param name of the interface
    /// @return the wire; owned by the caller
    /// @throws dev.pollmode.sys.SysException if the kernel refuses
    /// @throws IllegalArgumentException if no interface can have this name
    public static TapWire open(final String name) {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException("tap=" + name + ": the name of an interface has 1 to " + MAX_NAME + " characters");
        }
        final Tun tun = Tun.open(name, Tun.IFF_TAP | Tun.IFF_NO_PI);
        try (RtNetlink netlink = RtNetlink.open()) {
            netlink.setUp(netlink.link(tun.name()).map(LinkInfo::index).orElseThrow(), true);
            return new TapWire(tun);
        } catch (final RuntimeException e) {
            tun.close();
            throw e;
        }
    }

    @Override
    public boolean send(final long address, final int length) {
        return FileCalls.write(callState, tun.fd().number(), address, length) != -Errno.EAGAIN;
    }

    @Override
    public int receive(final long address, final int capacity) {
        return (int) Math.max(0, FileCalls.read(callState, tun.fd().number(), address, capacity));
    }

    @Override
    public void close() {
        tun.close();
    }
}
