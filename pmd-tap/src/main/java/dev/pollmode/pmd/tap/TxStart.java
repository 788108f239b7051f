package dev.pollmode.pmd.tap;

import dev.pollmode.mbuf.Mbuf;

/// What is done with a packet before it is written: checks, offloads, the kernel's header.
@FunctionalInterface
interface TxStart {
    /// Fills the header in front of a packet, and finishes in software what the kernel doesn't do.
    ///
    /// @param packet its first segment
    /// @param header where to write the header
    /// @param frame the beginning of the frame in one piece, which may be written: the packet's own bytes, or a copy
    /// @param length how long that piece is
    /// @return false when it can't go out as it asks for
    boolean sending(Mbuf packet, long header, long frame, int length);
}
