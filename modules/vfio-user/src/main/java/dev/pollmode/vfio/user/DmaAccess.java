package dev.pollmode.vfio.user;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/// A read or write of client memory by message; the data follow in a write and in the reply to a read.
///
/// | offset | size | field     | meaning                   |
/// |-------:|-----:|-----------|---------------------------|
/// |      0 |    8 | `address` | DMA address               |
/// |      8 |    8 | `count`   | of the data in bytes      |
///
/// vfio-user, sections "VFIO_USER_DMA_READ" and "VFIO_USER_DMA_WRITE". The table of the reply to a write gives `count` four
/// bytes; the public implementations send eight, and so do we.
///
/// @param address DMA address; unsigned
/// @param count   of bytes; unsigned
record DmaAccess(long address, long count) {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
        JAVA_LONG_UNALIGNED.withName("address"),
        JAVA_LONG_UNALIGNED.withName("count")).withName("dma_access");

    static final int SIZE = 16;

    private static final VarHandle ADDRESS = Wire.field(LAYOUT, "address");
    private static final VarHandle COUNT = Wire.field(LAYOUT, "count");

    static DmaAccess read(final MemorySegment from) {
        Wire.require(from, LAYOUT);
        return new DmaAccess((long) ADDRESS.get(from), (long) COUNT.get(from));
    }

    static void write(final MemorySegment to, final long address, final long count) {
        ADDRESS.set(to, address);
        COUNT.set(to, count);
    }

    byte[] toBytes() {
        final byte[] bytes = new byte[SIZE];
        write(MemorySegment.ofArray(bytes), address, count);
        return bytes;
    }
}
