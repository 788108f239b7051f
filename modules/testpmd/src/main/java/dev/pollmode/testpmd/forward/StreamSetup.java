package dev.pollmode.testpmd.forward;

import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.mbuf.Mempool;

/// What a stream is made of.
///
/// @param plan the numbers of ports and queues
/// @param rx where packets come from
/// @param tx where packets go
/// @param own the address of the port that sends
/// @param peer the address that packets are sent to
/// @param pool where new packets come from
/// @param checksums what the sending port does about checksums, for `csum`
/// @param settings what all streams have in common
public record StreamSetup(StreamPlan plan, RxQueue rx, TxQueue tx, MacAddress own, MacAddress peer, Mempool pool,
                          ChecksumSettings checksums, ForwardSettings settings) {
}
