package dev.pollmode.bus.pci;

import dev.pollmode.sys.Fd;
import dev.pollmode.sys.Mapping;
import dev.pollmode.sys.Mem;
import dev.pollmode.vfio.user.SparseMmap.Area;
import dev.pollmode.vfio.user.Vfio;
import dev.pollmode.vfio.user.VfioRegionInfo;
import java.util.ArrayList;
import java.util.List;

/// A BAR of a VFIO device: mapped where the kernel allows it, else read and written through its descriptor.
final class VfioBar extends PciBar implements AutoCloseable {
    private final VfioKernel kernel;
    private final Fd device;
    private final long fileOffset;
    private final List<Part> parts;
    // One thread at a time does trapped accesses; this holds the value.
    private final Mapping scratch = Mapping.anonymous(Long.BYTES);

    private record Part(long offset, Mapping mapping) {
    }

    private VfioBar(final VfioKernel kernel, final Fd device, final VfioRegionInfo info, final List<Part> parts) {
        super(info.index(), info.size());
        this.kernel = kernel;
        this.device = device;
        this.fileOffset = info.offset();
        this.parts = List.copyOf(parts);
    }

    /// Maps what may be mapped.
    ///
    /// @param kernel that is called
    /// @param device descriptor of the device; stays the caller's
    /// @param info   of the region
    /// @param areas  of it that may be mapped
    static VfioBar map(final VfioKernel kernel, final Fd device, final VfioRegionInfo info, final List<Area> areas) {
        final List<Part> parts = new ArrayList<>();
        try {
            for (final Area area : areas) {
                final int protection = (info.has(Vfio.REGION_READ) ? Mapping.PROT_READ : 0)
                    | (info.has(Vfio.REGION_WRITE) ? Mapping.PROT_WRITE : 0);
                parts.add(new Part(area.offset(), kernel.map(device.number(), info.offset() + area.offset(), area.size(), protection,
                    Vfio.regionName(info.index()))));
            }
            return new VfioBar(kernel, device, info, parts);
        } catch (final RuntimeException e) {
            parts.forEach(part -> part.mapping.close());
            throw e;
        }
    }

    @Override
    public long address(final long offset, final long length) {
        for (int i = 0; i < parts.size(); i++) {
            final Part part = parts.get(i);
            final long inside = offset - part.offset;
            if (inside >= 0 && inside <= part.mapping.length() - length) {
                return part.mapping.address() + inside;
            }
        }
        return 0;
    }

    @Override
    protected synchronized long trappedRead(final long offset, final int width) {
        // All ones unless the kernel fills in something else.
        Mem.putLong(scratch.address(), -1);
        kernel.read(device.number(), scratch.address(), width, fileOffset + offset);
        return Mem.getLongLe(scratch.address());
    }

    @Override
    protected synchronized void trappedWrite(final long offset, final long value, final int width) {
        Mem.putLongLe(scratch.address(), value);
        kernel.write(device.number(), scratch.address(), width, fileOffset + offset);
    }

    @Override
    public void close() {
        parts.forEach(part -> part.mapping.close());
        scratch.close();
    }
}
