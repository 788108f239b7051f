package dev.pollmode.ethdev.spi;

import dev.pollmode.ethdev.QueueCounters;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.mbuf.Mempool;
import java.util.Set;

/// What a receiving queue shall be.
///
/// @param index its index
/// @param descriptors how many packets it holds, within the limits
/// @param pool where its buffers come from
/// @param offloads of port and queue together
/// @param counters where it counts; they may hold what an earlier queue of this index counted
public record RxQueueSetup(int index, int descriptors, Mempool pool, Set<RxOffload> offloads, QueueCounters counters) {
}
