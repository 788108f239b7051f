package dev.pollmode.bus.pci;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/// State of a VFIO group: `struct vfio_group_status` of `linux/vfio.h`.
///
/// | offset | size | field   | meaning                                                              |
/// |-------:|-----:|---------|----------------------------------------------------------------------|
/// |      0 |    4 | `argsz` | size of the struct                                                   |
/// |      4 |    4 | `flags` | [#VIABLE]: all its devices are free for VFIO; [#CONTAINER_SET]       |
final class VfioGroupStatus {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(JAVA_INT.withName("argsz"), JAVA_INT.withName("flags"));

    static final int VIABLE = 1;
    static final int CONTAINER_SET = 1 << 1;

    private static final VarHandle ARGSZ = Structs.field(LAYOUT, "argsz");
    private static final VarHandle FLAGS = Structs.field(LAYOUT, "flags");

    private VfioGroupStatus() {
    }

    static void prepare(final MemorySegment struct) {
        ARGSZ.set(struct, (int) LAYOUT.byteSize());
    }

    static int flags(final MemorySegment struct) {
        return (int) FLAGS.get(struct);
    }

    static void flags(final MemorySegment struct, final int flags) {
        FLAGS.set(struct, flags);
    }
}
