package dev.pollmode.sys;

import java.lang.foreign.MemorySegment;

/// Walks over the messages of one received datagram.
///
/// Every length is checked before it is used, and every step moves forward by at least a header, so that no datagram,
/// however mangled, leads outside of it or keeps the walk going. Not for two threads.
///
/// Layout: netlink(7); a message begins at a multiple of 4 bytes.
public final class NetlinkDatagram {
    private final MemorySegment datagram;
    private long next;
    private NetlinkMessage message;

    /// @param datagram the bytes that were received; must begin at an address that is a multiple of 4
    public NetlinkDatagram(final MemorySegment datagram) {
        this.datagram = datagram;
    }

    /// Moves on to the next message.
    ///
    /// @return false at the end
    /// @throws NetlinkException `EBADMSG` when what follows is not a message; the walk is then at its end
    public boolean next() {
        final long remaining = datagram.byteSize() - next;
        if (remaining <= 0) {
            message = null;
            return false;
        }
        final long begin = next;
        next = datagram.byteSize();
        if (remaining < NlMsgHdr.SIZE) {
            throw NetlinkException.malformed(remaining + " bytes at " + begin + " are too few for a message");
        }
        final long length = Integer.toUnsignedLong(NlMsgHdr.length(datagram.asSlice(begin, NlMsgHdr.SIZE)));
        if (length < NlMsgHdr.SIZE || length > remaining) {
            throw NetlinkException.malformed("a message at " + begin + " claims " + length + " bytes of " + remaining);
        }
        next = begin + NetlinkAttributes.align(length);
        message = new NetlinkMessage(datagram.asSlice(begin, length));
        return true;
    }

    /// {@return the message that [#next()] moved to; it is a view, valid as long as the memory of the datagram}
    public NetlinkMessage message() {
        return message;
    }
}
