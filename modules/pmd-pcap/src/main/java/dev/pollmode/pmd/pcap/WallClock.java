package dev.pollmode.pmd.pcap;

import java.time.Instant;

/// The time of day in nanoseconds, without an object for each reading; steps of the system's clock are not followed.
final class WallClock {
    private final long offset;

    WallClock() {
        final Instant now = Instant.now();
        offset = now.getEpochSecond() * PcapFormat.NANOS_PER_SECOND + now.getNano() - System.nanoTime();
    }

    /// {@return nanoseconds since 1970}
    long nowNs() {
        return System.nanoTime() + offset;
    }
}
