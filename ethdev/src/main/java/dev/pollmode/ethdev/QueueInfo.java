package dev.pollmode.ethdev;

/// How a queue is set up.
///
/// @param conf what was asked for, with the number of descriptors it got
/// @param poolName the pool of a receiving queue, empty for a sending one
/// @param started whether it runs
/// @param path the name of the driver's queue class: the way that bursts take
public record QueueInfo(QueueConf conf, String poolName, boolean started, String path) {
}
