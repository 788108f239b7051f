package dev.pollmode.eal;

import dev.pollmode.sys.Pagemap;

/// The physical address of each page of an area that stays where it is.
final class IovaTable {
    private final long base;
    private final int shift;
    private final long[] frames;

    private IovaTable(final long base, final int shift, final long[] frames) {
        this.base = base;
        this.shift = shift;
        this.frames = frames;
    }

    /// Reads the table of an area whose pages are all present.
    ///
    /// @param address  where it begins, a multiple of the page size
    /// @param length   bytes, a multiple of the page size
    /// @param pageSize size of the pages that hold it
    /// @throws dev.pollmode.sys.SysException EPERM when the kernel hides the addresses
    static IovaTable read(final long address, final long length, final long pageSize) {
        final long[] frames = new long[Math.toIntExact(length / pageSize)];
        try (Pagemap pagemap = Pagemap.open()) {
            for (int i = 0; i < frames.length; i++) {
                frames[i] = pagemap.physical(address + i * pageSize);
            }
        }
        return new IovaTable(address, Long.numberOfTrailingZeros(pageSize), frames);
    }

    /// {@return the physical address}
    ///
    /// @param address within the area
    long iova(final long address) {
        final long offset = address - base;
        return frames[(int) (offset >>> shift)] + (offset & ((1L << shift) - 1));
    }
}
