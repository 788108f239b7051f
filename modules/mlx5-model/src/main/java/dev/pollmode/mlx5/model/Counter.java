package dev.pollmode.mlx5.model;

/// Frames and bytes.
final class Counter {
    long packets;
    long octets;

    void add(final long length) {
        packets++;
        octets += length;
    }

    void clear() {
        packets = 0;
        octets = 0;
    }
}
