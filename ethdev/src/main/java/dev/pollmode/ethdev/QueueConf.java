package dev.pollmode.ethdev;

import java.util.Set;

/// What one queue shall be.
///
/// @param descriptors how many packets the queue holds; 0 for what the device prefers
/// @param rxOffloads for a receiving queue, beyond those of the port
/// @param txOffloads for a sending queue, beyond those of the port
/// @param deferredStart whether the queue stays stopped when the port starts
public record QueueConf(int descriptors, Set<RxOffload> rxOffloads, Set<TxOffload> txOffloads, boolean deferredStart) {
    /// What the device prefers.
    public static final QueueConf DEFAULT = new QueueConf(0, Set.of(), Set.of(), false);

    /// {@return a queue of that many descriptors}
    ///
    /// @param descriptors how many packets the queue holds; 0 for what the device prefers
    public static QueueConf descriptors(final int descriptors) {
        return new QueueConf(descriptors, Set.of(), Set.of(), false);
    }
}
