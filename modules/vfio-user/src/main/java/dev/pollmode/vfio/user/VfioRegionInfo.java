package dev.pollmode.vfio.user;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/// A region of a device: `struct vfio_region_info` of `linux/vfio.h`. Its capabilities are read by [SparseMmap].
///
/// | offset | size | field        | meaning                                                        |
/// |-------:|-----:|--------------|----------------------------------------------------------------|
/// |      0 |    4 | `argsz`      | what the caller has room for; in the reply what is needed      |
/// |      4 |    4 | `flags`      | [Vfio#REGION_READ], `_WRITE`, `_MMAP`, `_CAPS`                  |
/// |      8 |    4 | `index`      | of the region                                                  |
/// |     12 |    4 | `cap_offset` | of the first capability, from the beginning of this struct     |
/// |     16 |    8 | `size`       | of the region in bytes                                         |
/// |     24 |    8 | `offset`     | of the region in its file                                      |
///
/// vfio-user, section "VFIO_USER_DEVICE_GET_REGION_INFO".
///
/// @param argsz     see above; unsigned
/// @param flags     see above
/// @param index     of the region
/// @param capOffset of the first capability; unsigned
/// @param size      of the region in bytes; unsigned
/// @param offset    of the region in its file; unsigned
public record VfioRegionInfo(int argsz, int flags, int index, int capOffset, long size, long offset) {
    /// The layout of the struct.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
        JAVA_INT_UNALIGNED.withName("argsz"),
        JAVA_INT_UNALIGNED.withName("flags"),
        JAVA_INT_UNALIGNED.withName("index"),
        JAVA_INT_UNALIGNED.withName("cap_offset"),
        JAVA_LONG_UNALIGNED.withName("size"),
        JAVA_LONG_UNALIGNED.withName("offset")).withName("vfio_region_info");

    /// Size of the struct in bytes.
    public static final int SIZE = 32;

    private static final VarHandle ARGSZ = Wire.field(LAYOUT, "argsz");
    private static final VarHandle FLAGS = Wire.field(LAYOUT, "flags");
    private static final VarHandle INDEX = Wire.field(LAYOUT, "index");
    private static final VarHandle CAP_OFFSET = Wire.field(LAYOUT, "cap_offset");
    private static final VarHandle LENGTH = Wire.field(LAYOUT, "size");
    private static final VarHandle OFFSET = Wire.field(LAYOUT, "offset");

    /// {@return the struct that lies at the beginning of a segment}
    ///
    /// @param from where it lies
    public static VfioRegionInfo read(final MemorySegment from) {
        Wire.require(from, LAYOUT);
        return new VfioRegionInfo((int) ARGSZ.get(from), (int) FLAGS.get(from), (int) INDEX.get(from),
            (int) CAP_OFFSET.get(from), (long) LENGTH.get(from), (long) OFFSET.get(from));
    }

    /// Writes the struct to the beginning of a segment.
    ///
    /// @param to where
    public void write(final MemorySegment to) {
        ARGSZ.set(to, argsz);
        FLAGS.set(to, flags);
        INDEX.set(to, index);
        CAP_OFFSET.set(to, capOffset);
        LENGTH.set(to, size);
        OFFSET.set(to, offset);
    }

    /// {@return whether a flag is set}
    ///
    /// @param flag [Vfio#REGION_READ] and so on
    public boolean has(final int flag) {
        return (flags & flag) != 0;
    }
}
