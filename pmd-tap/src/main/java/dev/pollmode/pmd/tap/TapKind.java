package dev.pollmode.pmd.tap;

import dev.pollmode.sys.Tun;

/// The two kinds of interfaces that `/dev/net/tun` makes.
enum TapKind {
    /// Frames with Ethernet headers.
    TAP(TapDriver.NAME, Tun.IFF_TAP, 14),
    /// IP packets.
    TUN(TunDriver.NAME, Tun.IFF_TUN, 0);

    private final String driverName;
    private final int flag;
    private final int headerLength;

    TapKind(final String driverName, final int flag, final int headerLength) {
        this.driverName = driverName;
        this.flag = flag;
        this.headerLength = headerLength;
    }

    String driverName() {
        return driverName;
    }

    int flag() {
        return flag;
    }

    /// {@return the length of the link-layer header in bytes}
    int headerLength() {
        return headerLength;
    }
}
