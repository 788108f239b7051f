package dev.pollmode.mlx5.model;

import dev.pollmode.sys.Mem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Memory of a driver in this process: ranges of DMA addresses and where they lie.
///
/// [#map] and [#unmap] may be called by any thread but the device's. [#unmap] returns when the device is done with the range,
/// so that it can be released.
public final class DmaRegions implements DeviceMemory {
    private record Region(long iova, long address, long length) {
        boolean overlaps(final long otherIova, final long otherLength) {
            return iova < otherIova + otherLength && otherIova < iova + length;
        }
    }

    private volatile Region[] regions = {};
    private volatile boolean inside;
    private Region last = new Region(0, 0, 0);
    private Region[] known = regions;

    /// Creates an empty table.
    public DmaRegions() {
    }

    /// Lets the device use memory.
    ///
    /// @param address of the memory; it must stay until [#unmap]
    /// @param iova the DMA address the device will use
    /// @param length in bytes
    /// @throws IllegalArgumentException if the range overlaps another or is empty
    public synchronized void map(final long address, final long iova, final long length) {
        if (length <= 0 || iova < 0 || iova + length < 0) {
            throw new IllegalArgumentException("no range of DMA addresses: 0x" + Long.toHexString(iova) + ", length " + length);
        }
        final List<Region> next = new ArrayList<>(List.of(regions));
        if (next.stream().anyMatch(region -> region.overlaps(iova, length))) {
            throw new IllegalArgumentException("DMA address 0x" + Long.toHexString(iova) + " is mapped already");
        }
        next.add(new Region(iova, address, length));
        next.sort(Comparator.comparingLong(Region::iova));
        regions = next.toArray(Region[]::new);
    }

    /// Takes memory away from the device and waits until it has let go.
    ///
    /// @param iova the DMA address it was mapped at
    public synchronized void unmap(final long iova) {
        final List<Region> next = new ArrayList<>(List.of(regions));
        if (!next.removeIf(region -> region.iova == iova)) {
            throw new IllegalArgumentException("DMA address 0x" + Long.toHexString(iova) + " is not mapped");
        }
        regions = next.toArray(Region[]::new);
        while (inside) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void enter() {
        // Volatile: either unmap sees that we are inside, or we see the table without the range.
        inside = true;
        final Region[] current = regions;
        if (current != known) {
            known = current;
            last = new Region(0, 0, 0);
        }
    }

    @Override
    public void exit() {
        inside = false;
    }

    @Override
    public long find(final long iova, final long length, final int access) {
        final Region region = last;
        final long offset = iova - region.iova;
        if (offset >= 0 && length >= 0 && offset <= region.length - length) {
            return region.length == 0 ? 0 : region.address + offset;
        }
        return search(iova, length);
    }

    private long search(final long iova, final long length) {
        if (iova < 0 || length < 0) {
            return 0;
        }
        for (final Region region : known) {
            final long offset = iova - region.iova;
            if (offset >= 0 && offset <= region.length - length) {
                last = region;
                return region.address + offset;
            }
        }
        return 0;
    }

    @Override
    public boolean read(final long iova, final long address, final long length) {
        final long source = find(iova, length, READ);
        if (source != 0) {
            Mem.copy(source, address, length);
        }
        return source != 0;
    }

    @Override
    public boolean write(final long iova, final long address, final long length) {
        final long destination = find(iova, length, WRITE);
        if (destination != 0) {
            Mem.copy(address, destination, length);
        }
        return destination != 0;
    }
}
