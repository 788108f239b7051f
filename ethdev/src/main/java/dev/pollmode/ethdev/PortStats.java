package dev.pollmode.ethdev;

/// Totals that a device counts itself. A port without it adds up what its queues counted.
public interface PortStats extends Capability {
    /// {@return the totals since the device was attached}
    EthStats deviceStats();
}
