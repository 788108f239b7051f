package dev.pollmode.vfio.user;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/// A read or write of a region; the data follow in a write and in the reply to a read. An element of
/// `REGION_WRITE_MULTI` is the same with exactly 8 bytes of data.
///
/// | offset | size | field    | meaning                         |
/// |-------:|-----:|----------|---------------------------------|
/// |      0 |    8 | `offset` | in the region                   |
/// |      8 |    4 | `region` | its index                       |
/// |     12 |    4 | `count`  | of the data in bytes            |
///
/// vfio-user, sections "VFIO_USER_REGION_READ", "VFIO_USER_REGION_WRITE" and "VFIO_USER_REGION_WRITE_MULTI".
///
/// @param offset in the region; unsigned
/// @param region index; unsigned
/// @param count  of bytes; unsigned
record RegionAccess(long offset, int region, int count) {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
        JAVA_LONG_UNALIGNED.withName("offset"),
        JAVA_INT_UNALIGNED.withName("region"),
        JAVA_INT_UNALIGNED.withName("count")).withName("region_access");

    static final int SIZE = 16;

    /// Size of an element of `REGION_WRITE_MULTI`, data included.
    static final int MULTI_SIZE = 24;

    /// Most bytes that an element of `REGION_WRITE_MULTI` can carry.
    static final int MULTI_DATA = 8;

    private static final VarHandle OFFSET = Wire.field(LAYOUT, "offset");
    private static final VarHandle REGION = Wire.field(LAYOUT, "region");
    private static final VarHandle COUNT = Wire.field(LAYOUT, "count");

    static RegionAccess read(final MemorySegment from) {
        Wire.require(from, LAYOUT);
        return new RegionAccess((long) OFFSET.get(from), (int) REGION.get(from), (int) COUNT.get(from));
    }

    /// Writes the fields without an object for them.
    static void write(final MemorySegment to, final long offset, final int region, final int count) {
        OFFSET.set(to, offset);
        REGION.set(to, region);
        COUNT.set(to, count);
    }

    byte[] toBytes() {
        final byte[] bytes = new byte[SIZE];
        write(MemorySegment.ofArray(bytes), offset, region, count);
        return bytes;
    }
}
