package dev.pollmode.net;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.sys.Mem;

/// Bytes of a packet wherever they lie: fields in network order that may cross its segments.
///
/// The checked accessors of [Mbuf] reach into one segment and are faster; these find the segment first. Where a field
/// lies outside the packet, they throw as those do.
public final class PacketBytes {
    private PacketBytes() {
    }

    /// {@return a byte of the packet, 0 to 255}
    ///
    /// @param packet the packet
    /// @param offset from its first byte
    /// @throws IndexOutOfBoundsException when it lies outside the packet
    public static int getByte(final Mbuf packet, final int offset) {
        Mbuf segment = packet;
        int at = offset;
        while (at >= segment.dataLength() && segment.next() != null) {
            at -= segment.dataLength();
            segment = segment.next();
        }
        return segment.getByte(at) & 0xff;
    }

    /// Puts a byte into the packet; see [#getByte(Mbuf, int)].
    ///
    /// @param packet the packet
    /// @param offset from its first byte
    /// @param value the byte
    public static void putByte(final Mbuf packet, final int offset, final int value) {
        Mbuf segment = packet;
        int at = offset;
        while (at >= segment.dataLength() && segment.next() != null) {
            at -= segment.dataLength();
            segment = segment.next();
        }
        segment.putByte(at, (byte) value);
    }

    /// {@return two bytes of the packet as a number; see [#getByte(Mbuf, int)]}
    ///
    /// @param packet the packet
    /// @param offset from its first byte
    public static int getShort(final Mbuf packet, final int offset) {
        return offset + 2 <= packet.dataLength() ? packet.getShort(offset) & 0xffff
            : getByte(packet, offset) << 8 | getByte(packet, offset + 1);
    }

    /// Puts two bytes into the packet; see [#getByte(Mbuf, int)].
    ///
    /// @param packet the packet
    /// @param offset from its first byte
    /// @param value the value
    public static void putShort(final Mbuf packet, final int offset, final int value) {
        if (offset + 2 <= packet.dataLength()) {
            packet.putShort(offset, (short) value);
        } else {
            putByte(packet, offset, value >> 8);
            putByte(packet, offset + 1, value);
        }
    }

    /// {@return four bytes of the packet as a number; see [#getByte(Mbuf, int)]}
    ///
    /// @param packet the packet
    /// @param offset from its first byte
    public static int getInt(final Mbuf packet, final int offset) {
        return offset + 4 <= packet.dataLength() ? packet.getInt(offset)
            : getShort(packet, offset) << 16 | getShort(packet, offset + 2);
    }

    /// Copies bytes of the packet into memory.
    ///
    /// @param packet the packet
    /// @param offset from its first byte
    /// @param address where to, room for `length` bytes
    /// @param length how many
    /// @return how many were copied: fewer when the packet ends before
    public static int copy(final Mbuf packet, final int offset, final long address, final int length) {
        int skip = offset;
        int copied = 0;
        for (Mbuf segment = packet; segment != null && copied < length; segment = segment.next()) {
            final int part = Math.min(segment.dataLength() - skip, length - copied);
            if (part > 0) {
                Mem.copy(segment.dataAddress() + skip, address + copied, part);
                copied += part;
            }
            skip = Math.max(0, skip - segment.dataLength());
        }
        return copied;
    }
}
