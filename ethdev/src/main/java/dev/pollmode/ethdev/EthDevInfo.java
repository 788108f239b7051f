package dev.pollmode.ethdev;

import java.util.EnumSet;
import java.util.Set;

/// What a port can do and where its limits are.
///
/// @param driverName the driver, such as `net_tap`
/// @param maxRxQueues how many queues can receive
/// @param maxTxQueues how many queues can send
/// @param minRxBufferSize the least room a buffer must have, in bytes
/// @param maxRxPacketLength the longest packet received, Ethernet header and frame check sequence included
/// @param minMtu the least MTU
/// @param maxMtu the largest MTU
/// @param maxMacAddresses how many addresses the port can have
/// @param rxOffloads what it can do for received packets
/// @param txOffloads what it can do for packets to send
/// @param rxDescriptors limits of receiving queues
/// @param txDescriptors limits of sending queues
/// @param maxSegments how many segments a packet to send can have
/// @param rssHashTypes what it can hash, bits of [RssHash]
/// @param rssKeySize length of the hash key in bytes, 0 without RSS
/// @param rssTableSize entries of the redirection table, 0 without RSS
/// @param removalEvent whether the device can tell that it is being removed
/// @param linkEvent whether the device can tell that its link changed
public record EthDevInfo(String driverName, int maxRxQueues, int maxTxQueues, int minRxBufferSize, int maxRxPacketLength, int minMtu,
                         int maxMtu, int maxMacAddresses, Set<RxOffload> rxOffloads, Set<TxOffload> txOffloads,
                         DescriptorLimits rxDescriptors, DescriptorLimits txDescriptors, int maxSegments, long rssHashTypes,
                         int rssKeySize, int rssTableSize, boolean removalEvent, boolean linkEvent) {
    /// Copies the sets.
    public EthDevInfo {
        rxOffloads = Set.copyOf(rxOffloads);
        txOffloads = Set.copyOf(txOffloads);
    }

    /// {@return a description to be filled in: one queue each way, MTU 68 to 65535, one address, no offloads}
    ///
    /// @param driverName the driver
    public static Builder builder(final String driverName) {
        return new Builder(driverName);
    }

    /// Collects what a driver says about its port.
    public static final class Builder {
        private final String driverName;
        private int maxRxQueues = 1;
        private int maxTxQueues = 1;
        private int minRxBufferSize;
        private int maxRxPacketLength = 65535;
        private int minMtu = 68;
        private int maxMtu = 65535;
        private int maxMacAddresses = 1;
        private final EnumSet<RxOffload> rxOffloads = EnumSet.noneOf(RxOffload.class);
        private final EnumSet<TxOffload> txOffloads = EnumSet.noneOf(TxOffload.class);
        private DescriptorLimits rxDescriptors = DescriptorLimits.ANY;
        private DescriptorLimits txDescriptors = DescriptorLimits.ANY;
        private int maxSegments = 65535;
        private long rssHashTypes;
        private int rssKeySize;
        private int rssTableSize;
        private boolean removalEvent;
        private boolean linkEvent;

        private Builder(final String driverName) {
            this.driverName = driverName;
        }

        /// Sets how many queues there can be.
        ///
        /// @param rx that receive
        /// @param tx that send
        /// @return this
        public Builder maxQueues(final int rx, final int tx) {
            maxRxQueues = rx;
            maxTxQueues = tx;
            return this;
        }

        /// Sets what can be received.
        ///
        /// @param leastBuffer the least room a buffer must have, in bytes
        /// @param longestPacket Ethernet header and frame check sequence included, in bytes
        /// @return this
        public Builder rxSizes(final int leastBuffer, final int longestPacket) {
            minRxBufferSize = leastBuffer;
            maxRxPacketLength = longestPacket;
            return this;
        }

        /// Sets the limits of the MTU.
        ///
        /// @param min the least
        /// @param max the largest
        /// @return this
        public Builder mtu(final int min, final int max) {
            minMtu = min;
            maxMtu = max;
            return this;
        }

        /// Sets how many addresses the port can have.
        ///
        /// @param count at least 1
        /// @return this
        public Builder maxMacAddresses(final int count) {
            maxMacAddresses = count;
            return this;
        }

        /// Adds what the port can do for received packets.
        ///
        /// @param offloads which
        /// @return this
        public Builder rxOffloads(final Set<RxOffload> offloads) {
            rxOffloads.addAll(offloads);
            return this;
        }

        /// Adds what the port can do for packets to send.
        ///
        /// @param offloads which
        /// @return this
        public Builder txOffloads(final Set<TxOffload> offloads) {
            txOffloads.addAll(offloads);
            return this;
        }

        /// Sets the limits of the queues.
        ///
        /// @param rx of those that receive
        /// @param tx of those that send
        /// @return this
        public Builder descriptors(final DescriptorLimits rx, final DescriptorLimits tx) {
            rxDescriptors = rx;
            txDescriptors = tx;
            return this;
        }

        /// Sets how many segments a packet to send can have.
        ///
        /// @param count at least 1
        /// @return this
        public Builder maxSegments(final int count) {
            maxSegments = count;
            return this;
        }

        /// Says that the port can spread packets over its queues.
        ///
        /// @param hashTypes bits of [RssHash]
        /// @param keySize bytes
        /// @param tableSize entries
        /// @return this
        public Builder rss(final long hashTypes, final int keySize, final int tableSize) {
            rssHashTypes = hashTypes;
            rssKeySize = keySize;
            rssTableSize = tableSize;
            return this;
        }

        /// Says which events the device can tell.
        ///
        /// @param link changes of its link
        /// @param removal its removal
        /// @return this
        public Builder events(final boolean link, final boolean removal) {
            linkEvent = link;
            removalEvent = removal;
            return this;
        }

        /// {@return the description}
        public EthDevInfo build() {
            return new EthDevInfo(driverName, maxRxQueues, maxTxQueues, minRxBufferSize, maxRxPacketLength, minMtu, maxMtu,
                maxMacAddresses, rxOffloads, txOffloads, rxDescriptors, txDescriptors, maxSegments, rssHashTypes, rssKeySize,
                rssTableSize, removalEvent, linkEvent);
        }
    }
}
