package dev.pollmode.vfio.user;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/// An interrupt index of a device: `struct vfio_irq_info` of `linux/vfio.h`.
///
/// | offset | size | field   | meaning                                                         |
/// |-------:|-----:|---------|-----------------------------------------------------------------|
/// |      0 |    4 | `argsz` | size of the struct                                              |
/// |      4 |    4 | `flags` | [Vfio#IRQ_INFO_EVENTFD] and so on                               |
/// |      8 |    4 | `index` | as in [Vfio#IRQ_MSIX]                                           |
/// |     12 |    4 | `count` | how many interrupts it has                                      |
///
/// vfio-user, section "VFIO_USER_DEVICE_GET_IRQ_INFO".
///
/// @param argsz size of the struct
/// @param flags see above
/// @param index as in [Vfio#IRQ_MSIX]
/// @param count how many interrupts; unsigned
public record VfioIrqInfo(int argsz, int flags, int index, int count) {
    /// The layout of the struct.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
        JAVA_INT_UNALIGNED.withName("argsz"),
        JAVA_INT_UNALIGNED.withName("flags"),
        JAVA_INT_UNALIGNED.withName("index"),
        JAVA_INT_UNALIGNED.withName("count")).withName("vfio_irq_info");

    /// Size of the struct in bytes.
    public static final int SIZE = 16;

    private static final VarHandle ARGSZ = Wire.field(LAYOUT, "argsz");
    private static final VarHandle FLAGS = Wire.field(LAYOUT, "flags");
    private static final VarHandle INDEX = Wire.field(LAYOUT, "index");
    private static final VarHandle COUNT = Wire.field(LAYOUT, "count");

    /// {@return the struct that lies at the beginning of a segment}
    ///
    /// @param from where it lies
    public static VfioIrqInfo read(final MemorySegment from) {
        Wire.require(from, LAYOUT);
        return new VfioIrqInfo((int) ARGSZ.get(from), (int) FLAGS.get(from), (int) INDEX.get(from), (int) COUNT.get(from));
    }

    /// Writes the struct to the beginning of a segment.
    ///
    /// @param to where
    public void write(final MemorySegment to) {
        ARGSZ.set(to, argsz);
        FLAGS.set(to, flags);
        INDEX.set(to, index);
        COUNT.set(to, count);
    }
}
