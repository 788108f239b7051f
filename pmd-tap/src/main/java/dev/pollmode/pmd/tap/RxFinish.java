package dev.pollmode.pmd.tap;

import dev.pollmode.mbuf.Mbuf;

/// What is done with a frame that was read: filters, metadata, offloads.
@FunctionalInterface
interface RxFinish {
    /// The packet goes to the application.
    int TAKE = 0;
    /// The packet is not for this port; its buffers can be used again.
    int SKIP = 1;
    /// The packet can't be received as it is; its buffers can be used again.
    int REFUSE = 2;

    /// Completes the metadata of a packet.
    ///
    /// @param packet its first segment; of a packet of one segment the length is not set yet
    /// @param header address of the kernel's header in front of the frame
    /// @param firstLength bytes of the frame in the first segment
    /// @return [#TAKE], [#SKIP] or [#REFUSE]
    int received(Mbuf packet, long header, int firstLength);
}
