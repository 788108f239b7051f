package dev.pollmode.sys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Walks over attributes: 2 bytes length, 2 bytes type, the value, padding to a multiple of 4 bytes.
///
/// Every length is checked before it is used, and every step moves forward by at least 4 bytes. A value is read with
/// a width; one that is shorter is an error, one that is longer is cut, as the kernel does. Not for two threads.
///
/// Layout: `struct nlattr` in `linux/netlink.h`.
public final class NetlinkAttributes {
    private static final int HEADER = 4;
    // Without NLA_F_NESTED and NLA_F_NET_BYTEORDER.
    private static final int TYPE_MASK = 0x3fff;
    private static final ValueLayout.OfShort SHORT_BE = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final MemorySegment attributes;
    private long next;
    private int type;
    private MemorySegment value;

    NetlinkAttributes(final MemorySegment attributes) {
        this.attributes = attributes;
    }

    /// {@return a length rounded up to a multiple of 4}
    ///
    /// @param length a length
    static long align(final long length) {
        return length + 3 & ~3L;
    }

    /// Moves on to the next attribute.
    ///
    /// @return false at the end
    /// @throws NetlinkException `EBADMSG` when what follows is not an attribute; the walk is then at its end
    public boolean next() {
        final long remaining = attributes.byteSize() - next;
        if (remaining <= 0) {
            return false;
        }
        final long begin = next;
        next = attributes.byteSize();
        if (remaining < HEADER) {
            throw NetlinkException.malformed(remaining + " bytes at " + begin + " are too few for an attribute");
        }
        final int length = Short.toUnsignedInt(attributes.get(ValueLayout.JAVA_SHORT_UNALIGNED, begin));
        if (length < HEADER || length > remaining) {
            throw NetlinkException.malformed("an attribute at " + begin + " claims " + length + " bytes of " + remaining);
        }
        type = attributes.get(ValueLayout.JAVA_SHORT_UNALIGNED, begin + 2) & TYPE_MASK;
        value = attributes.asSlice(begin + HEADER, length - HEADER);
        next = begin + align(length);
        return true;
    }

    /// {@return the type of the attribute, without the flags that are or-ed to it}
    public int type() {
        return type;
    }

    /// {@return the length of the value in bytes}
    public int length() {
        return (int) value.byteSize();
    }

    /// {@return the value as an unsigned byte}
    public int u8() {
        return Byte.toUnsignedInt(struct(1).get(ValueLayout.JAVA_BYTE, 0));
    }

    /// {@return the value as an unsigned 16-bit number}
    public int u16() {
        return Short.toUnsignedInt(struct(2).get(ValueLayout.JAVA_SHORT_UNALIGNED, 0));
    }

    /// {@return the value as an unsigned big-endian 16-bit number}
    public int u16Be() {
        return Short.toUnsignedInt(struct(2).get(SHORT_BE, 0));
    }

    /// {@return the value as a 32-bit number}
    public int s32() {
        return struct(4).get(ValueLayout.JAVA_INT_UNALIGNED, 0);
    }

    /// {@return the value as a 64-bit number}
    public long s64() {
        return struct(8).get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
    }

    /// {@return the value as text, up to its first zero byte}
    public String string() {
        final byte[] bytes = bytes();
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    /// {@return a copy of the value}
    public byte[] bytes() {
        return value.toArray(ValueLayout.JAVA_BYTE);
    }

    /// {@return a view of the struct that the value is or begins with}
    ///
    /// @param size its size
    /// @throws NetlinkException `EBADMSG` when the value is shorter
    public MemorySegment struct(final int size) {
        if (value.byteSize() < size) {
            throw NetlinkException.malformed("attribute " + type + " has " + value.byteSize() + " bytes of at least " + size);
        }
        return value.asSlice(0, size);
    }

    /// {@return the attributes inside of the value}
    public NetlinkAttributes nested() {
        return new NetlinkAttributes(value);
    }

    /// {@return the attributes inside of the value, behind a struct}
    ///
    /// @param headerSize the size of the struct
    /// @throws NetlinkException `EBADMSG` when the value is shorter than the struct
    public NetlinkAttributes nested(final int headerSize) {
        struct(headerSize);
        return new NetlinkAttributes(value.asSlice(Math.min(align(headerSize), value.byteSize())));
    }
}
