package dev.pollmode.vfio.user;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A message that was received.
///
/// @param header  its header
/// @param payload what follows the header; for a command only valid until its handler returns, for a reply for good
/// @param fds     the descriptors that came along
record Message(MessageHeader header, MemorySegment payload, ReceivedFds fds) {
    /// {@return a copy that stays valid and owns the descriptors}
    Message keep() {
        return new Message(header, MemorySegment.ofArray(payload.toArray(ValueLayout.JAVA_BYTE)), fds.moveAll());
    }
}
