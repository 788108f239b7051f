package dev.pollmode.bus.pci;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/// What an IOMMU can map: `struct vfio_iommu_type1_info` of `linux/vfio.h` and its capabilities.
///
/// | offset | size | field          | meaning                                                     |
/// |-------:|-----:|----------------|-------------------------------------------------------------|
/// |      0 |    4 | `argsz`        | room of the caller; in the answer what is needed            |
/// |      4 |    4 | `flags`        | 1: page sizes are given; 2: there are capabilities          |
/// |      8 |    8 | `iova_pgsizes` | sizes of pages, or-ed                                       |
/// |     16 |    4 | `cap_offset`   | of the first capability, from the beginning of this struct  |
///
/// A capability has `id` (2 bytes), `version` (2), `next` (4, from the beginning of the struct), then: id 1, the ranges
/// (`nr_iovas` 4, `reserved` 4, and `start`, `end` of 8 bytes each, both included); id 3, `avail` (4).
///
/// @param pageSizes sizes of pages, or-ed
/// @param ranges    where devices can be given addresses; empty when nothing is said
/// @param available how many more mappings there can be, -1 when nothing is said
record VfioIommuInfo(long pageSizes, List<Range> ranges, long available) {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(JAVA_INT_UNALIGNED.withName("argsz"),
        JAVA_INT_UNALIGNED.withName("flags"), JAVA_LONG_UNALIGNED.withName("iova_pgsizes"), JAVA_INT_UNALIGNED.withName("cap_offset"),
        MemoryLayout.paddingLayout(4));

    /// Room for the capabilities of any IOMMU.
    static final int ROOM = 4096;

    private static final int FLAG_PAGE_SIZES = 1;
    private static final int FLAG_CAPS = 1 << 1;
    private static final int CAP_RANGES = 1;
    private static final int CAP_AVAILABLE = 3;
    private static final int CAP_NEXT = 4;
    private static final int CAP_DATA = 8;
    private static final int RANGES_LIST = 16;
    private static final int RANGE_SIZE = 16;
    private static final int MAX_CAPS = 64;

    private static final VarHandle ARGSZ = Structs.field(LAYOUT, "argsz");
    private static final VarHandle FLAGS = Structs.field(LAYOUT, "flags");
    private static final VarHandle PAGE_SIZES = Structs.field(LAYOUT, "iova_pgsizes");
    private static final VarHandle CAP_OFFSET = Structs.field(LAYOUT, "cap_offset");

    /// A range of addresses for devices.
    ///
    /// @param first address; unsigned
    /// @param last  address, included; unsigned
    record Range(long first, long last) {
        boolean holds(final long iova, final long length) {
            return Long.compareUnsigned(iova, first) >= 0 && Long.compareUnsigned(iova + length - 1, last) <= 0
                && Long.compareUnsigned(iova, iova + length - 1) <= 0;
        }

        @Override
        public String toString() {
            return "0x" + Long.toHexString(first) + "-0x" + Long.toHexString(last);
        }
    }

    static void prepare(final MemorySegment struct) {
        ARGSZ.set(struct, (int) struct.byteSize());
    }

    static VfioIommuInfo read(final MemorySegment answer) {
        final int flags = (int) FLAGS.get(answer);
        final long pageSizes = (flags & FLAG_PAGE_SIZES) != 0 ? (long) PAGE_SIZES.get(answer) : 0;
        final List<Range> ranges = new ArrayList<>();
        long available = -1;
        long at = (flags & FLAG_CAPS) != 0 ? Integer.toUnsignedLong((int) CAP_OFFSET.get(answer)) : 0;
        for (int seen = 0; at >= LAYOUT.byteSize() - Integer.BYTES && at <= answer.byteSize() - RANGES_LIST && seen < MAX_CAPS; seen++) {
            final int id = Short.toUnsignedInt(answer.get(JAVA_SHORT_UNALIGNED, at));
            if (id == CAP_RANGES) {
                readRanges(answer, at, ranges);
            } else if (id == CAP_AVAILABLE) {
                available = Integer.toUnsignedLong(answer.get(JAVA_INT_UNALIGNED, at + CAP_DATA));
            }
            at = Integer.toUnsignedLong(answer.get(JAVA_INT_UNALIGNED, at + CAP_NEXT));
        }
        return new VfioIommuInfo(pageSizes, List.copyOf(ranges), available);
    }

    private static void readRanges(final MemorySegment answer, final long capability, final List<Range> ranges) {
        final long count = Integer.toUnsignedLong(answer.get(JAVA_INT_UNALIGNED, capability + CAP_DATA));
        long at = capability + RANGES_LIST;
        for (long i = 0; i < count && at <= answer.byteSize() - RANGE_SIZE; i++) {
            ranges.add(new Range(answer.get(JAVA_LONG_UNALIGNED, at), answer.get(JAVA_LONG_UNALIGNED, at + Long.BYTES)));
            at += RANGE_SIZE;
        }
    }

    /// {@return whether a device can be given these addresses}
    boolean allows(final long iova, final long length) {
        return ranges.isEmpty() || ranges.stream().anyMatch(range -> range.holds(iova, length));
    }

    /// {@return the smallest page that can be mapped}
    long smallestPage() {
        return pageSizes == 0 ? 0 : Long.lowestOneBit(pageSizes);
    }
}
