package dev.pollmode.vfio.user;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/// Memory that the device must not reach any more; the reply repeats the request.
///
/// | offset | size | field     | meaning                                    |
/// |-------:|-----:|-----------|--------------------------------------------|
/// |      0 |    4 | `argsz`   | largest reply payload                      |
/// |      4 |    4 | `flags`   | 0, or [#ALL] with address and size 0       |
/// |      8 |    8 | `address` | first DMA address of an existing mapping   |
/// |     16 |    8 | `size`    | of that mapping                            |
///
/// vfio-user, section "VFIO_USER_DMA_UNMAP"; [#ALL]: `VFIO_DMA_UNMAP_FLAG_ALL` of `linux/vfio.h`.
///
/// @param argsz   largest reply payload
/// @param flags   see above
/// @param address DMA address; unsigned
/// @param size    in bytes; unsigned
record DmaUnmapMessage(int argsz, int flags, long address, long size) {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
        JAVA_INT_UNALIGNED.withName("argsz"),
        JAVA_INT_UNALIGNED.withName("flags"),
        JAVA_LONG_UNALIGNED.withName("address"),
        JAVA_LONG_UNALIGNED.withName("size")).withName("dma_unmap");

    static final int SIZE = 24;
    static final int ALL = 1 << 1;

    private static final VarHandle ARGSZ = Wire.field(LAYOUT, "argsz");
    private static final VarHandle FLAGS = Wire.field(LAYOUT, "flags");
    private static final VarHandle ADDRESS = Wire.field(LAYOUT, "address");
    private static final VarHandle LENGTH = Wire.field(LAYOUT, "size");

    static DmaUnmapMessage read(final MemorySegment from) {
        Wire.require(from, LAYOUT);
        return new DmaUnmapMessage((int) ARGSZ.get(from), (int) FLAGS.get(from), (long) ADDRESS.get(from), (long) LENGTH.get(from));
    }

    byte[] toBytes() {
        final byte[] bytes = new byte[SIZE];
        final MemorySegment to = MemorySegment.ofArray(bytes);
        ARGSZ.set(to, argsz);
        FLAGS.set(to, flags);
        ADDRESS.set(to, address);
        LENGTH.set(to, size);
        return bytes;
    }
}
