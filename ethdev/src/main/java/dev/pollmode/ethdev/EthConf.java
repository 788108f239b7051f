package dev.pollmode.ethdev;

import java.util.EnumSet;
import java.util.Set;

/// What a port is configured to be, given to [EthDev#configure].
///
/// @param rxQueues how many queues receive
/// @param txQueues how many queues send
/// @param mtu the largest packet after the Ethernet header, in bytes; 0 leaves it as the device has it
/// @param rxOffloads for all receiving queues
/// @param txOffloads for all sending queues
/// @param rssHashTypes what to hash for spreading packets over queues, bits of [RssHash]; 0 for no spreading
/// @param linkInterrupt whether changes of the link shall be told as events
/// @param removalInterrupt whether the removal of the device shall be told as an event
public record EthConf(int rxQueues, int txQueues, int mtu, Set<RxOffload> rxOffloads, Set<TxOffload> txOffloads, long rssHashTypes,
                      boolean linkInterrupt, boolean removalInterrupt) {
    /// Copies the sets.
    public EthConf {
        rxOffloads = Set.copyOf(rxOffloads);
        txOffloads = Set.copyOf(txOffloads);
    }

    /// {@return a configuration without offloads and events}
    ///
    /// @param rxQueues how many queues receive
    /// @param txQueues how many queues send
    public static EthConf queues(final int rxQueues, final int txQueues) {
        return new EthConf(rxQueues, txQueues, 0, Set.of(), Set.of(), 0, false, false);
    }

    /// {@return this with other offloads for receiving}
    ///
    /// @param offloads which
    public EthConf withRxOffloads(final Set<RxOffload> offloads) {
        return new EthConf(rxQueues, txQueues, mtu, offloads, txOffloads, rssHashTypes, linkInterrupt, removalInterrupt);
    }

    /// {@return this with other offloads for sending}
    ///
    /// @param offloads which
    public EthConf withTxOffloads(final Set<TxOffload> offloads) {
        return new EthConf(rxQueues, txQueues, mtu, rxOffloads, offloads, rssHashTypes, linkInterrupt, removalInterrupt);
    }

    /// {@return this with another MTU}
    ///
    /// @param bytes the largest packet after the Ethernet header
    public EthConf withMtu(final int bytes) {
        return new EthConf(rxQueues, txQueues, bytes, rxOffloads, txOffloads, rssHashTypes, linkInterrupt, removalInterrupt);
    }

    /// {@return this with packets spread over the queues by hash}
    ///
    /// @param types bits of [RssHash]
    public EthConf withRss(final long types) {
        return new EthConf(rxQueues, txQueues, mtu, rxOffloads, txOffloads, types, linkInterrupt, removalInterrupt);
    }

    /// {@return this with events asked for or not}
    ///
    /// @param link changes of the link
    /// @param removal the removal of the device
    public EthConf withInterrupts(final boolean link, final boolean removal) {
        return new EthConf(rxQueues, txQueues, mtu, rxOffloads, txOffloads, rssHashTypes, link, removal);
    }

    /// {@return the offloads for receiving as a set of its own}
    public EnumSet<RxOffload> copyOfRxOffloads() {
        return rxOffloads.isEmpty() ? EnumSet.noneOf(RxOffload.class) : EnumSet.copyOf(rxOffloads);
    }
}
