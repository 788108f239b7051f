package dev.pollmode.pmd.tap;

import dev.pollmode.ethdev.MacAddress;

/// Which frames a port receives, by their destination address: what a network card does in hardware.
///
/// | destination              | received                                              |
/// |--------------------------|-------------------------------------------------------|
/// | any                      | in promiscuous mode                                   |
/// | zero                     | never, else                                           |
/// | unicast                  | when it is one of the addresses of the port           |
/// | broadcast                | always                                                |
/// | multicast                | in all-multicast mode, or when it is one of the groups |
///
/// Immutable: the control plane publishes another one.
///
/// @param promiscuous whether all frames are received
/// @param allMulticast whether all groups are received
/// @param unicast the addresses of the port
/// @param groups the groups
record MacRules(boolean promiscuous, boolean allMulticast, long[] unicast, long[] groups) {
    /// Receives everything: an interface without Ethernet headers.
    static final MacRules ALL = new MacRules(true, true, new long[0], new long[0]);

    private static final long MULTICAST = 1L << 40;

    /// {@return whether a frame is received}
    ///
    /// @param destination its destination address, the first byte in bits 40-47
    boolean accept(final long destination) {
        if (promiscuous) {
            return true;
        }
        if ((destination & MULTICAST) == 0) {
            return destination != 0 && contains(unicast, destination);
        }
        return allMulticast || destination == MacAddress.BROADCAST.value() || contains(groups, destination);
    }

    private static boolean contains(final long[] addresses, final long wanted) {
        for (final long address : addresses) {
            if (address == wanted) {
                return true;
            }
        }
        return false;
    }
}
