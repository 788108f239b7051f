package dev.pollmode.vfio.user;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/// Part of a region whose writes can be notified by a descriptor.
///
/// | offset | size | field        | meaning                                                        |
/// |-------:|-----:|--------------|----------------------------------------------------------------|
/// |      0 |    8 | `offset`     | of the part in its region                                      |
/// |      8 |    8 | `size`       | of the part; 0: any width of access                            |
/// |     16 |    4 | `fdIndex`    | which descriptor of the message is written to                  |
/// |     20 |    4 | `type`       | [#TYPE_IOEVENTFD], [#TYPE_IOREGIONFD], [#TYPE_SHADOW]          |
/// |     24 |    4 | `flags`      | of `KVM_IOEVENTFD`                                             |
/// |     28 |    4 | `shadowFd`   | [#TYPE_SHADOW]: which descriptor holds the shadow memory       |
/// |     32 |    8 | `datamatch`  | value to match, if the flags say so (see below)                |
///
/// vfio-user, section "VFIO_USER_DEVICE_GET_REGION_IO_FDS": 40 bytes. libvfio-user puts an 8-byte offset in the shadow memory
/// at byte 32 and the value to match at byte 40; the element size that a reply implies (`(argsz - 16) / count`) tells which
/// form it is.
///
/// @param offset   of the part in its region
/// @param size     of the part in bytes
/// @param fdIndex  of the descriptor in the message
/// @param type     see above
/// @param flags    see above
/// @param shadowFd index of the descriptor of the shadow memory
/// @param value    bytes 32 to 39
record IoEventFd(long offset, long size, int fdIndex, int type, int flags, int shadowFd, long value) {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
        JAVA_LONG_UNALIGNED.withName("offset"),
        JAVA_LONG_UNALIGNED.withName("size"),
        JAVA_INT_UNALIGNED.withName("fdIndex"),
        JAVA_INT_UNALIGNED.withName("type"),
        JAVA_INT_UNALIGNED.withName("flags"),
        JAVA_INT_UNALIGNED.withName("shadowFd"),
        JAVA_LONG_UNALIGNED.withName("value")).withName("io_fd");

    static final int SIZE = 40;

    static final int TYPE_IOEVENTFD = 0;
    static final int TYPE_IOREGIONFD = 1;
    static final int TYPE_SHADOW = 2;

    private static final VarHandle OFFSET = Wire.field(LAYOUT, "offset");
    private static final VarHandle LENGTH = Wire.field(LAYOUT, "size");
    private static final VarHandle FD_INDEX = Wire.field(LAYOUT, "fdIndex");
    private static final VarHandle TYPE = Wire.field(LAYOUT, "type");
    private static final VarHandle FLAGS = Wire.field(LAYOUT, "flags");
    private static final VarHandle SHADOW_FD = Wire.field(LAYOUT, "shadowFd");
    private static final VarHandle VALUE = Wire.field(LAYOUT, "value");

    static IoEventFd read(final MemorySegment from) {
        Wire.require(from, LAYOUT);
        return new IoEventFd((long) OFFSET.get(from), (long) LENGTH.get(from), (int) FD_INDEX.get(from),
            (int) TYPE.get(from), (int) FLAGS.get(from), (int) SHADOW_FD.get(from), (long) VALUE.get(from));
    }

    void write(final MemorySegment to) {
        OFFSET.set(to, offset);
        LENGTH.set(to, size);
        FD_INDEX.set(to, fdIndex);
        TYPE.set(to, type);
        FLAGS.set(to, flags);
        SHADOW_FD.set(to, shadowFd);
        VALUE.set(to, value);
    }
}
