package dev.pollmode.vfio.user;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/// Memory of the client that the device may reach.
///
/// | offset | size | field     | meaning                                                      |
/// |-------:|-----:|-----------|--------------------------------------------------------------|
/// |      0 |    4 | `argsz`   | size of this struct                                          |
/// |      4 |    4 | `flags`   | [#READ], [#WRITE], and how: [#MMAP] or [#FILE_IO]            |
/// |      8 |    8 | `offset`  | of the memory in the file that came with the message         |
/// |     16 |    8 | `address` | first DMA address                                            |
/// |     24 |    8 | `size`    | in bytes                                                     |
///
/// vfio-user, section "VFIO_USER_DMA_MAP"; bits 2 and 3 of the flags: `vfio-user.h` of libvfio-user.
///
/// @param argsz   size of the struct as the sender knows it
/// @param flags   see above
/// @param offset  in the file
/// @param address DMA address; unsigned
/// @param size    in bytes; unsigned
record DmaMapMessage(int argsz, int flags, long offset, long address, long size) {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
        JAVA_INT_UNALIGNED.withName("argsz"),
        JAVA_INT_UNALIGNED.withName("flags"),
        JAVA_LONG_UNALIGNED.withName("offset"),
        JAVA_LONG_UNALIGNED.withName("address"),
        JAVA_LONG_UNALIGNED.withName("size")).withName("dma_map");

    static final int SIZE = 32;
    static final int READ = 1;
    static final int WRITE = 1 << 1;
    static final int MMAP = 1 << 2;
    static final int FILE_IO = 1 << 3;

    private static final VarHandle ARGSZ = Wire.field(LAYOUT, "argsz");
    private static final VarHandle FLAGS = Wire.field(LAYOUT, "flags");
    private static final VarHandle OFFSET = Wire.field(LAYOUT, "offset");
    private static final VarHandle ADDRESS = Wire.field(LAYOUT, "address");
    private static final VarHandle LENGTH = Wire.field(LAYOUT, "size");

    static DmaMapMessage read(final MemorySegment from) {
        Wire.require(from, LAYOUT);
        return new DmaMapMessage((int) ARGSZ.get(from), (int) FLAGS.get(from), (long) OFFSET.get(from),
            (long) ADDRESS.get(from), (long) LENGTH.get(from));
    }

    byte[] toBytes() {
        final byte[] bytes = new byte[SIZE];
        final MemorySegment to = MemorySegment.ofArray(bytes);
        ARGSZ.set(to, argsz);
        FLAGS.set(to, flags);
        OFFSET.set(to, offset);
        ADDRESS.set(to, address);
        LENGTH.set(to, size);
        return bytes;
    }
}
