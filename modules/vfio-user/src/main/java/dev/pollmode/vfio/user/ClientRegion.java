package dev.pollmode.vfio.user;

import dev.pollmode.sys.Mapping;
import java.util.List;

/// A region of a device as a client sees it, with the parts of it that are mapped here. Closed with its client.
public final class ClientRegion {
    private final int index;
    private final long size;
    private final int flags;
    private final List<Part> parts;

    /// A part that is mapped.
    ///
    /// @param offset  in the region
    /// @param mapping the memory
    record Part(long offset, Mapping mapping) {
    }

    ClientRegion(final VfioRegionInfo info, final List<Part> parts) {
        this.index = info.index();
        this.size = info.size();
        this.flags = info.flags();
        this.parts = List.copyOf(parts);
    }

    /// {@return its index}
    public int index() {
        return index;
    }

    /// {@return its size in bytes; 0 when the device has no such region}
    public long size() {
        return size;
    }

    /// {@return [Vfio#REGION_READ] and so on}
    public int flags() {
        return flags;
    }

    /// Finds a part that is mapped.
    ///
    /// @param offset in the region
    /// @param length in bytes
    /// @return the address of the offset, valid until the client is closed, or 0 when a byte of the range is not mapped
    public long address(final long offset, final long length) {
        // By index: no iterator is made.
        for (int i = 0; i < parts.size(); i++) {
            final Part part = parts.get(i);
            if (SparseMmap.inside(offset - part.offset, length, part.mapping.length())) {
                return part.mapping.address() + (offset - part.offset);
            }
        }
        return 0;
    }

    void unmap() {
        parts.forEach(part -> part.mapping.close());
    }
}
