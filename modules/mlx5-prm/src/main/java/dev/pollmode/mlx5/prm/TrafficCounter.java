package dev.pollmode.mlx5.prm;

/// Frames and bytes.
///
/// | offset | bits | field | meaning |
/// |-------:|-----:|-------|---------|
/// | 0x00 | 64 bits | `packets` |  |
/// | 0x08 | 64 bits | `octets` |  |
public final class TrafficCounter {
    public static final Layout LAYOUT = Layout.struct("traffic_counter", 0x10);
    public static final LongField PACKETS = LAYOUT.quad("packets", 0x00);
    public static final LongField OCTETS = LAYOUT.quad("octets", 0x08);

    private TrafficCounter() {
    }
}
