package dev.pollmode.testpmd.forward;

/// What all streams of a run have in common. Immutable: a run keeps what it was started with.
///
/// @param burst packets in a burst at the most
/// @param retries how often packets that the queue did not take are tried again, 0 for never
/// @param retryDelayNs how long to wait before each attempt
/// @param recordBursts whether to count the sizes of bursts
/// @param recordCycles whether to count the time spent in busy rounds
/// @param packets what `txonly` and `flowgen` send
/// @param noisy what `noisy` does
public record ForwardSettings(int burst, int retries, long retryDelayNs, boolean recordBursts, boolean recordCycles,
                              PacketSettings packets, NoisySettings noisy) {
}
