package dev.pollmode.testpmd.forward;

/// What `noisy` forwarding does beside forwarding, to behave like a neighbour with a working set.
///
/// @param mode how packets are forwarded
/// @param fifoSize how many packets are held back at the most, 0 for none
/// @param flushNs after how long of no reception the held packets are sent, 0 for never
/// @param memoryBytes size of the memory it touches, 0 for none
/// @param writes random writes into it per packet
/// @param reads random reads from it per packet
/// @param updates random reads followed by a write per packet
public record NoisySettings(Mode mode, int fifoSize, long flushNs, long memoryBytes, int writes, int reads, int updates) {
    /// How packets are forwarded.
    public enum Mode {
        /// As they came.
        IO,
        /// From the port's own address to that of the peer.
        MAC,
        /// With addresses exchanged.
        MACSWAP,
        /// With addresses and ports exchanged.
        FIVE_TUPLE_SWAP;

        /// {@return the name as the user types it}
        public String text() {
            return this == FIVE_TUPLE_SWAP ? "5tswap" : name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// Nothing beside forwarding.
    public static final NoisySettings QUIET = new NoisySettings(Mode.IO, 0, 0, 0, 0, 0, 0);
}
