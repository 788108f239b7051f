package dev.pollmode.ethdev;

/// A port that stands for several others and carries on when one of them leaves.
public interface Failover extends Capability {
    /// {@return what it is doing now}
    FailoverStatus failover();
}
