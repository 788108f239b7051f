package dev.pollmode.testpmd.forward;

/// Which queues a stream joins, by numbers.
///
/// @param rxPort the port that receives
/// @param rxQueue its queue
/// @param txPort the port that sends
/// @param txQueue its queue
public record StreamPlan(int rxPort, int rxQueue, int txPort, int txQueue) {
}
