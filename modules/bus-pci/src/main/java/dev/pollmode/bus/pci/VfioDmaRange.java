package dev.pollmode.bus.pci;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/// Memory for the IOMMU: `struct vfio_iommu_type1_dma_map` and `struct vfio_iommu_type1_dma_unmap` of `linux/vfio.h`.
///
/// | offset, map | offset, unmap | size | field   | meaning                          |
/// |------------:|--------------:|-----:|---------|----------------------------------|
/// |           0 |             0 |    4 | `argsz` | size of the struct               |
/// |           4 |             4 |    4 | `flags` | [#READ], [#WRITE]; 0 for unmap   |
/// |           8 |             - |    8 | `vaddr` | address in the process           |
/// |          16 |             8 |    8 | `iova`  | address for the device           |
/// |          24 |            16 |    8 | `size`  | in bytes; unmapped in the answer |
final class VfioDmaRange {
    static final StructLayout MAP = MemoryLayout.structLayout(JAVA_INT.withName("argsz"), JAVA_INT.withName("flags"),
        JAVA_LONG.withName("vaddr"), JAVA_LONG.withName("iova"), JAVA_LONG.withName("size"));
    static final StructLayout UNMAP = MemoryLayout.structLayout(JAVA_INT.withName("argsz"), JAVA_INT.withName("flags"),
        JAVA_LONG.withName("iova"), JAVA_LONG.withName("size"));

    static final int READ = 1;
    static final int WRITE = 1 << 1;

    private static final VarHandle MAP_ARGSZ = Structs.field(MAP, "argsz");
    private static final VarHandle MAP_FLAGS = Structs.field(MAP, "flags");
    private static final VarHandle MAP_VADDR = Structs.field(MAP, "vaddr");
    private static final VarHandle MAP_IOVA = Structs.field(MAP, "iova");
    private static final VarHandle MAP_SIZE = Structs.field(MAP, "size");
    private static final VarHandle UNMAP_ARGSZ = Structs.field(UNMAP, "argsz");
    private static final VarHandle UNMAP_FLAGS = Structs.field(UNMAP, "flags");
    private static final VarHandle UNMAP_IOVA = Structs.field(UNMAP, "iova");
    private static final VarHandle UNMAP_SIZE = Structs.field(UNMAP, "size");

    private VfioDmaRange() {
    }

    static void map(final MemorySegment struct, final long address, final long iova, final long size) {
        MAP_ARGSZ.set(struct, (int) MAP.byteSize());
        MAP_FLAGS.set(struct, READ | WRITE);
        MAP_VADDR.set(struct, address);
        MAP_IOVA.set(struct, iova);
        MAP_SIZE.set(struct, size);
    }

    static void unmap(final MemorySegment struct, final long iova, final long size) {
        UNMAP_ARGSZ.set(struct, (int) UNMAP.byteSize());
        UNMAP_FLAGS.set(struct, 0);
        UNMAP_IOVA.set(struct, iova);
        UNMAP_SIZE.set(struct, size);
    }

    /// {@return how much the kernel has unmapped}
    static long unmapped(final MemorySegment struct) {
        return (long) UNMAP_SIZE.get(struct);
    }
}
