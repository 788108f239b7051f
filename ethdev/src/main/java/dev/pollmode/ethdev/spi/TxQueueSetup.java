package dev.pollmode.ethdev.spi;

import dev.pollmode.ethdev.QueueCounters;
import dev.pollmode.ethdev.TxOffload;
import java.util.Set;

/// What a sending queue shall be.
///
/// @param index its index
/// @param descriptors how many packets it holds, within the limits
/// @param offloads of port and queue together
/// @param counters where it counts; they may hold what an earlier queue of this index counted
public record TxQueueSetup(int index, int descriptors, Set<TxOffload> offloads, QueueCounters counters) {
}
