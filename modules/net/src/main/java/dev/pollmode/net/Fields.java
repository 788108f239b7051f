package dev.pollmode.net;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.nio.ByteOrder.BIG_ENDIAN;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/// What the layouts of headers are made of: unaligned fields in network byte order.
final class Fields {
    private Fields() {
    }

    static MemoryLayout u8(final String name) {
        return ValueLayout.JAVA_BYTE.withName(name);
    }

    static MemoryLayout u16(final String name) {
        return ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN).withName(name);
    }

    static MemoryLayout u32(final String name) {
        return ValueLayout.JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN).withName(name);
    }

    static MemoryLayout bytes(final int count, final String name) {
        return MemoryLayout.sequenceLayout(count, ValueLayout.JAVA_BYTE).withName(name);
    }

    static int offset(final StructLayout layout, final String field) {
        return (int) layout.byteOffset(groupElement(field));
    }
}
