package dev.pollmode.ethdev;

/// A device that drops packets before its queues see them, and counts them.
public interface RxMissed extends Capability {
    /// {@return how many packets were dropped since the device was attached}
    long rxMissed();
}
