package dev.pollmode.vfio.user;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/// Head of the list of descriptors by which parts of a region can be notified; in the reply, [IoEventFd] elements follow.
///
/// | offset | size | field   | meaning                                                     |
/// |-------:|-----:|---------|-------------------------------------------------------------|
/// |      0 |    4 | `argsz` | largest reply payload; in the reply what all elements need  |
/// |      4 |    4 | `flags` | 0                                                           |
/// |      8 |    4 | `index` | of the region                                               |
/// |     12 |    4 | `count` | 0 in the request; in the reply, how many elements there are |
///
/// vfio-user, section "VFIO_USER_DEVICE_GET_REGION_IO_FDS".
///
/// @param argsz see above
/// @param flags 0
/// @param index of the region
/// @param count of elements
record RegionIoFds(int argsz, int flags, int index, int count) {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
        JAVA_INT_UNALIGNED.withName("argsz"),
        JAVA_INT_UNALIGNED.withName("flags"),
        JAVA_INT_UNALIGNED.withName("index"),
        JAVA_INT_UNALIGNED.withName("count")).withName("region_io_fds");

    static final int SIZE = 16;

    private static final VarHandle ARGSZ = Wire.field(LAYOUT, "argsz");
    private static final VarHandle FLAGS = Wire.field(LAYOUT, "flags");
    private static final VarHandle INDEX = Wire.field(LAYOUT, "index");
    private static final VarHandle COUNT = Wire.field(LAYOUT, "count");

    static RegionIoFds read(final MemorySegment from) {
        Wire.require(from, LAYOUT);
        return new RegionIoFds((int) ARGSZ.get(from), (int) FLAGS.get(from), (int) INDEX.get(from), (int) COUNT.get(from));
    }

    void write(final MemorySegment to) {
        ARGSZ.set(to, argsz);
        FLAGS.set(to, flags);
        INDEX.set(to, index);
        COUNT.set(to, count);
    }
}
