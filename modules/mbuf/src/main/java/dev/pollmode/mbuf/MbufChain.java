package dev.pollmode.mbuf;

import dev.pollmode.sys.Mem;

/// The packet as a chain of segments: joined, cut, and made longer or shorter at its ends.
abstract sealed class MbufChain extends MbufBytes permits MbufMetadata {
    int packetLength;
    int segments;
    Mbuf next;

    MbufChain(final Mempool pool, final int index, final long address, final long iova, final int length) {
        super(pool, index, address, iova, length);
        segments = 1;
    }

    /// {@return the length of the packet in bytes, all segments together; right on the first segment only}
    public final int packetLength() {
        if (Checked.ON) {
            requireLive();
        }
        return packetLength;
    }

    /// {@return how many segments the packet has; right on the first segment only}
    public final int segments() {
        if (Checked.ON) {
            requireLive();
        }
        return segments;
    }

    /// {@return the next segment of the packet, or null}
    public final Mbuf next() {
        if (Checked.ON) {
            requireLive();
        }
        return next;
    }

    /// {@return the last segment of the packet}
    public final Mbuf lastSegment() {
        Mbuf segment = (Mbuf) this;
        while (segment.next != null) {
            segment = segment.next;
        }
        return segment;
    }

    /// Appends a packet to this one; its segments belong to this packet from now on.
    ///
    /// @param tail the first segment of what follows
    /// @throws IllegalStateException when either is free, or both are the same
    public final void chain(final Mbuf tail) {
        requireLive();
        tail.requireLive();
        if (tail == this) {
            throw new IllegalStateException("chain: a packet cannot follow itself");
        }
        lastSegment().next = tail;
        touched = true;
        segments += tail.segments;
        packetLength += tail.packetLength;
    }

    /// Appends one segment when the last one is known, for drivers that receive a packet into many: costs the same however
    /// long the chain is. Called on the last segment.
    ///
    /// @param head the first segment of the packet
    /// @param segment a live mbuf of one segment, with its data length set
    public final void chainNext(final Mbuf head, final Mbuf segment) {
        next = segment;
        touched = true;
        head.touched = true;
        head.segments++;
        head.packetLength += segment.dataLength;
    }

    /// Cuts the packet behind its first segment.
    ///
    /// @return the rest, a packet of its own, or null when there was one segment
    public final Mbuf unchain() {
        if (Checked.ON) {
            requireLive();
        }
        final Mbuf rest = next;
        if (rest == null) {
            return null;
        }
        rest.segments = segments - 1;
        rest.touched = true;
        rest.packetLength = packetLength - dataLength;
        next = null;
        segments = 1;
        packetLength = dataLength;
        return rest;
    }

    /// {@return whether the packet lies in one segment}
    public final boolean isContiguous() {
        return segments == 1;
    }

    /// Lengthens the packet at its front.
    ///
    /// @param bytes how many
    /// @return false, and nothing changed, when the headroom is too small
    public final boolean prepend(final int bytes) {
        if (Checked.ON) {
            requireLive();
        }
        if ((bytes | dataOffset - bytes) < 0) {
            return false;
        }
        dataOffset -= bytes;
        touched = true;
        dataLength += bytes;
        packetLength += bytes;
        return true;
    }

    /// Lengthens the packet at its end, in its last segment.
    ///
    /// @param bytes how many
    /// @return false, and nothing changed, when the tailroom is too small
    public final boolean append(final int bytes) {
        if (Checked.ON) {
            requireLive();
        }
        final Mbuf last = lastSegment();
        if ((bytes | last.tailroom() - bytes) < 0) {
            return false;
        }
        last.dataLength += bytes;
        packetLength += bytes;
        return true;
    }

    /// Removes bytes from the front of the packet, within its first segment.
    ///
    /// @param bytes how many
    /// @return false, and nothing changed, when the first segment is shorter
    public final boolean adjust(final int bytes) {
        if (Checked.ON) {
            requireLive();
        }
        if ((bytes | dataLength - bytes) < 0) {
            return false;
        }
        dataOffset += bytes;
        touched = true;
        dataLength -= bytes;
        packetLength -= bytes;
        return true;
    }

    /// Removes bytes from the end of the packet, within its last segment.
    ///
    /// @param bytes how many
    /// @return false, and nothing changed, when the last segment is shorter
    public final boolean trim(final int bytes) {
        if (Checked.ON) {
            requireLive();
        }
        final Mbuf last = lastSegment();
        if ((bytes | last.dataLength - bytes) < 0) {
            return false;
        }
        last.dataLength -= bytes;
        packetLength -= bytes;
        return true;
    }

    /// Copies the packet into its first segment and frees the others.
    ///
    /// @return false, and nothing changed, when the first segment has no room or shares its bytes
    public final boolean linearize() {
        if (Checked.ON) {
            requireLive();
        }
        if (next == null) {
            return true;
        }
        final int missing = packetLength - dataLength;
        if (missing > tailroom() || isIndirect() || refcnt != 1) {
            return false;
        }
        final Mbuf rest = unchain();
        for (Mbuf segment = rest; segment != null; segment = segment.next) {
            Mem.copy(segment.dataAddress(), dataAddress() + dataLength, segment.dataLength);
            dataLength += segment.dataLength;
        }
        packetLength = dataLength;
        rest.free();
        return true;
    }
}
