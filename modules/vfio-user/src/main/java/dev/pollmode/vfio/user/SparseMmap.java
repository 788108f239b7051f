package dev.pollmode.vfio.user;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.pollmode.sys.Errno;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/// Capability of a region: the parts of it that may be mapped. `struct vfio_region_info_cap_sparse_mmap` of `linux/vfio.h`.
///
/// | offset | size | field      | meaning                                                          |
/// |-------:|-----:|------------|------------------------------------------------------------------|
/// |      0 |    2 | `id`       | [#ID]                                                            |
/// |      2 |    2 | `version`  | 1                                                                |
/// |      4 |    4 | `next`     | next capability, from the beginning of the region info, or 0     |
/// |      8 |    4 | `nr_areas` | number of areas                                                  |
/// |     12 |    4 | `reserved` |                                                                  |
/// |     16 |   16 | an area    | `offset` in the region and `size`, 8 bytes each; and so on       |
///
/// vfio-user, section "VFIO region info cap sparse mmap".
public final class SparseMmap {
    /// The layout of the capability up to its areas.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
        JAVA_SHORT_UNALIGNED.withName("id"),
        JAVA_SHORT_UNALIGNED.withName("version"),
        JAVA_INT_UNALIGNED.withName("next"),
        JAVA_INT_UNALIGNED.withName("nr_areas"),
        JAVA_INT_UNALIGNED.withName("reserved")).withName("vfio_region_info_cap_sparse_mmap");

    /// The layout of an area.
    public static final StructLayout AREA = MemoryLayout.structLayout(
        JAVA_LONG_UNALIGNED.withName("offset"),
        JAVA_LONG_UNALIGNED.withName("size")).withName("vfio_region_sparse_mmap_area");

    /// `VFIO_REGION_INFO_CAP_SPARSE_MMAP`.
    public static final int ID = 1;

    /// More capabilities or areas than any device has: such a reply is refused.
    static final int LIMIT = 256;

    /// Size of the header that every capability begins with.
    private static final int CAPABILITY_HEADER = 8;

    private static final VarHandle CAP_ID = Wire.field(LAYOUT, "id");
    private static final VarHandle VERSION = Wire.field(LAYOUT, "version");
    private static final VarHandle NEXT = Wire.field(LAYOUT, "next");
    private static final VarHandle COUNT = Wire.field(LAYOUT, "nr_areas");
    private static final VarHandle OFFSET = Wire.field(AREA, "offset");
    private static final VarHandle LENGTH = Wire.field(AREA, "size");

    private SparseMmap() {
    }

    /// A part of a region that may be mapped.
    ///
    /// @param offset in the region
    /// @param size   in bytes
    public record Area(long offset, long size) {
    }

    /// {@return how many bytes the capability takes}
    ///
    /// @param areas number of areas
    static int size(final int areas) {
        return (int) (LAYOUT.byteSize() + areas * AREA.byteSize());
    }

    static void write(final MemorySegment to, final List<Area> areas) {
        CAP_ID.set(to, (short) ID);
        VERSION.set(to, (short) 1);
        COUNT.set(to, areas.size());
        long position = LAYOUT.byteSize();
        for (final Area area : areas) {
            final MemorySegment element = to.asSlice(position, AREA.byteSize());
            OFFSET.set(element, area.offset);
            LENGTH.set(element, area.size);
            position += AREA.byteSize();
        }
    }

    /// The areas of a region that may be mapped: those of the capability, or the whole region when it is mappable and has no
    /// such capability, or none.
    ///
    /// @param reply the region info with all that follows it
    /// @return areas inside the region, in the order of the reply
    /// @throws VfioUserException with EINVAL when the capabilities or areas make no sense
    public static List<Area> areas(final MemorySegment reply) {
        final VfioRegionInfo info = VfioRegionInfo.read(reply);
        if (!info.has(Vfio.REGION_MMAP) || info.size() == 0) {
            return List.of();
        }
        long position = info.has(Vfio.REGION_CAPS) ? Integer.toUnsignedLong(info.capOffset()) : 0;
        for (int seen = 0; position != 0; seen++) {
            if (seen == LIMIT || position < VfioRegionInfo.SIZE || position > reply.byteSize() - CAPABILITY_HEADER) {
                throw malformed(info, "its list of capabilities leaves the reply or has a loop");
            }
            final MemorySegment capability = reply.asSlice(position);
            if (Short.toUnsignedInt((short) CAP_ID.get(capability)) == ID) {
                return areas(info, capability);
            }
            position = Integer.toUnsignedLong((int) NEXT.get(capability));
        }
        return List.of(new Area(0, info.size()));
    }

    private static List<Area> areas(final VfioRegionInfo info, final MemorySegment capability) {
        Wire.require(capability, LAYOUT);
        final int count = (int) COUNT.get(capability);
        if (count < 0 || count > LIMIT || size(count) > capability.byteSize()) {
            throw malformed(info, Integer.toUnsignedString(count) + " areas do not fit the reply");
        }
        final List<Area> areas = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            final MemorySegment element = capability.asSlice(LAYOUT.byteSize() + i * AREA.byteSize(), AREA.byteSize());
            final Area area = new Area((long) OFFSET.get(element), (long) LENGTH.get(element));
            if (!inside(area.offset, area.size, info.size())) {
                throw malformed(info, "an area leaves the region");
            }
            areas.add(area);
        }
        return List.copyOf(areas);
    }

    /// {@return whether a part is inside a whole of some size; all values unsigned but a whole above 2^63 is refused}
    static boolean inside(final long offset, final long length, final long whole) {
        return offset >= 0 && length >= 0 && whole >= 0 && offset <= whole && length <= whole - offset;
    }

    private static VfioUserException malformed(final VfioRegionInfo info, final String why) {
        return new VfioUserException("parse(region info of " + Vfio.regionName(info.index()) + ")", Errno.EINVAL, why);
    }
}
