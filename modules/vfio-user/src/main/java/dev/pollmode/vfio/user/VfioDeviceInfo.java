package dev.pollmode.vfio.user;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/// What a device consists of: `struct vfio_device_info` of `linux/vfio.h` without its capabilities.
///
/// | offset | size | field     | meaning                                        |
/// |-------:|-----:|-----------|------------------------------------------------|
/// |      0 |    4 | `argsz`   | size of the struct                             |
/// |      4 |    4 | `flags`   | [Vfio#DEVICE_RESET], [Vfio#DEVICE_PCI]         |
/// |      8 |    4 | `regions` | number of regions: highest index plus one      |
/// |     12 |    4 | `irqs`    | number of interrupt indices                    |
///
/// vfio-user, section "VFIO_USER_DEVICE_GET_INFO".
///
/// @param argsz   size of the struct
/// @param flags   see above
/// @param regions number of regions; unsigned
/// @param irqs    number of interrupt indices; unsigned
public record VfioDeviceInfo(int argsz, int flags, int regions, int irqs) {
    /// The layout of the struct.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
        JAVA_INT_UNALIGNED.withName("argsz"),
        JAVA_INT_UNALIGNED.withName("flags"),
        JAVA_INT_UNALIGNED.withName("num_regions"),
        JAVA_INT_UNALIGNED.withName("num_irqs")).withName("vfio_device_info");

    /// Size of the struct in bytes.
    public static final int SIZE = 16;

    private static final VarHandle ARGSZ = Wire.field(LAYOUT, "argsz");
    private static final VarHandle FLAGS = Wire.field(LAYOUT, "flags");
    private static final VarHandle REGIONS = Wire.field(LAYOUT, "num_regions");
    private static final VarHandle IRQS = Wire.field(LAYOUT, "num_irqs");

    /// {@return the struct that lies at the beginning of a segment}
    ///
    /// @param from where it lies
    public static VfioDeviceInfo read(final MemorySegment from) {
        Wire.require(from, LAYOUT);
        return new VfioDeviceInfo((int) ARGSZ.get(from), (int) FLAGS.get(from), (int) REGIONS.get(from), (int) IRQS.get(from));
    }

    /// Writes the struct to the beginning of a segment.
    ///
    /// @param to where
    public void write(final MemorySegment to) {
        ARGSZ.set(to, argsz);
        FLAGS.set(to, flags);
        REGIONS.set(to, regions);
        IRQS.set(to, irqs);
    }

    /// {@return whether the device can be reset}
    public boolean resettable() {
        return (flags & Vfio.DEVICE_RESET) != 0;
    }
}
