package dev.pollmode.pmd.tap;

/// How long frames of a port may be. Written by who changes or watches the MTU, read by the queues.
final class TapFrames {
    /// Ethernet header, two VLAN tags.
    private static final int OVERHEAD = 14 + 4 + 4;
    /// The longest frame the kernel gives, merged of many.
    private static final int LARGEST = 65_535 + OVERHEAD;

    private final int overhead;
    private volatile int mtu;

    /// @param kind of the port
    /// @param mtu of the interface
    TapFrames(final TapKind kind, final int mtu) {
        overhead = kind == TapKind.TAP ? OVERHEAD : 0;
        this.mtu = mtu;
    }

    /// {@return the longest IP packet that is neither merged nor to be cut, in bytes}
    int mtu() {
        return mtu;
    }

    void mtu(final int bytes) {
        mtu = bytes;
    }

    /// {@return the longest frame that is neither merged nor to be cut, in bytes}
    int longest() {
        return mtu + overhead;
    }

    /// {@return the longest frame that there may be, in bytes}
    static int largest() {
        return LARGEST;
    }
}
