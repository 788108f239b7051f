package dev.pollmode.pmd.tap;

import dev.pollmode.mbuf.Mbuf;

/// What is done with a frame that was read: filters, metadata, offloads.
@FunctionalInterface
interface RxFinish {
    /// Completes the metadata of a packet.
    ///
    /// @param packet its first segment; of a packet of one segment the length is not set yet
    /// @param header address of the kernel's header in front of the frame
    /// @param firstLength bytes of the frame in the first segment
    /// @return false when the packet is not for this port and its buffer can be used again
    boolean received(Mbuf packet, long header, int firstLength);
}
