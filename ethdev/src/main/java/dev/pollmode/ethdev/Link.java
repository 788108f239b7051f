package dev.pollmode.ethdev;

/// The state of a port's link.
///
/// @param up whether packets can pass
/// @param speedMbps in Mbit/s; 0 when there is none, [#UNKNOWN_SPEED] when nobody knows
/// @param fullDuplex whether both sides can send at once
/// @param autoNegotiated whether the speed was negotiated
public record Link(boolean up, int speedMbps, boolean fullDuplex, boolean autoNegotiated) {
    /// A speed that nobody knows.
    public static final int UNKNOWN_SPEED = -1;
    /// No link.
    public static final Link DOWN = new Link(false, 0, false, false);

    /// {@return a link that is up, full duplex, with a fixed speed}
    ///
    /// @param speedMbps in Mbit/s
    public static Link up(final int speedMbps) {
        return new Link(true, speedMbps, true, false);
    }

    /// {@return this link with another state}
    ///
    /// @param isUp whether packets can pass
    public Link withUp(final boolean isUp) {
        return new Link(isUp, speedMbps, fullDuplex, autoNegotiated);
    }

    /// {@return the speed as DPDK prints it: `10 Gbps`, `None`, `Unknown`}
    public String speedText() {
        return switch (speedMbps) {
            case 0 -> "None";
            case UNKNOWN_SPEED -> "Unknown";
            case 2500 -> "2.5 Gbps";
            default -> speedMbps % 1000 == 0 ? speedMbps / 1000 + " Gbps" : speedMbps + " Mbps";
        };
    }

    /// {@return the link as DPDK prints it: `Link up at 10 Gbps FDX Fixed` or `Link down`}
    public String text() {
        return up ? "Link up at " + speedText() + (fullDuplex ? " FDX" : " HDX") + (autoNegotiated ? " Autoneg" : " Fixed") : "Link down";
    }
}
