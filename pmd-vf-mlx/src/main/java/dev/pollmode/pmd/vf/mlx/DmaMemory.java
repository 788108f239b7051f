package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.eal.EalMemory;
import dev.pollmode.eal.MemoryRegion;

/// Memory that driver and device share, handed out from the front and given back as a whole.
///
/// Owned by one object; handing out is for one thread at a time. Closed when the device does not use it any more.
final class DmaMemory implements AutoCloseable {
    static final int PAGE = 4096;

    private final MemoryRegion region;
    private final long end;
    private long next;

    /// @param name for messages
    /// @param length in bytes
    DmaMemory(final EalMemory memory, final String name, final long length) {
        region = memory.allocateShared(name, length, PAGE);
        next = region.address();
        end = next + length;
    }

    /// {@return the address of new memory, all zero}
    ///
    /// @param alignment a power of two
    long allocate(final long length, final long alignment) {
        final long at = next + alignment - 1 & -alignment;
        if (at + length > end) {
            throw new IllegalStateException(region.name() + " was made too small");
        }
        next = at + length;
        return at;
    }

    /// {@return the address for the device}
    long iova(final long address) {
        return region.iova(address);
    }

    @Override
    public void close() {
        region.close();
    }
}
