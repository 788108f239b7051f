package dev.pollmode.vfio.user;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/// What shall happen with interrupts: `struct vfio_irq_set` of `linux/vfio.h`. The data follow: a byte each with
/// [Vfio#IRQ_SET_DATA_BOOL]; with [Vfio#IRQ_SET_DATA_EVENTFD] a descriptor each as `int` for the kernel, and nothing in a
/// vfio-user message, whose descriptors travel beside it.
///
/// | offset | size | field   | meaning                                  |
/// |-------:|-----:|---------|------------------------------------------|
/// |      0 |    4 | `argsz` | size of the struct and the data          |
/// |      4 |    4 | `flags` | one data form and one action             |
/// |      8 |    4 | `index` | as in [Vfio#IRQ_MSIX]                    |
/// |     12 |    4 | `start` | first interrupt                          |
/// |     16 |    4 | `count` | number of interrupts                     |
///
/// vfio-user, section "VFIO_USER_DEVICE_SET_IRQS".
///
/// @param argsz size of the struct and the data; unsigned
/// @param flags one data form and one action
/// @param index as in [Vfio#IRQ_MSIX]
/// @param start first interrupt; unsigned
/// @param count number of interrupts; unsigned
public record VfioIrqSet(int argsz, int flags, int index, int start, int count) {
    /// The layout of the struct.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
        JAVA_INT_UNALIGNED.withName("argsz"),
        JAVA_INT_UNALIGNED.withName("flags"),
        JAVA_INT_UNALIGNED.withName("index"),
        JAVA_INT_UNALIGNED.withName("start"),
        JAVA_INT_UNALIGNED.withName("count")).withName("vfio_irq_set");

    /// Size of the struct in bytes, without the data.
    public static final int SIZE = 20;

    private static final VarHandle ARGSZ = Wire.field(LAYOUT, "argsz");
    private static final VarHandle FLAGS = Wire.field(LAYOUT, "flags");
    private static final VarHandle INDEX = Wire.field(LAYOUT, "index");
    private static final VarHandle START = Wire.field(LAYOUT, "start");
    private static final VarHandle COUNT = Wire.field(LAYOUT, "count");

    /// {@return the struct that lies at the beginning of a segment}
    ///
    /// @param from where it lies
    public static VfioIrqSet read(final MemorySegment from) {
        Wire.require(from, LAYOUT);
        return new VfioIrqSet((int) ARGSZ.get(from), (int) FLAGS.get(from), (int) INDEX.get(from),
            (int) START.get(from), (int) COUNT.get(from));
    }

    /// Writes the struct to the beginning of a segment.
    ///
    /// @param to where
    public void write(final MemorySegment to) {
        ARGSZ.set(to, argsz);
        FLAGS.set(to, flags);
        INDEX.set(to, index);
        START.set(to, start);
        COUNT.set(to, count);
    }
}
