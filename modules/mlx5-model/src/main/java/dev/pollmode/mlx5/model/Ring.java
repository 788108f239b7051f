package dev.pollmode.mlx5.model;

/// Where a queue lies: pages of the driver's memory that follow each other in the queue but not in memory.
///
/// Page `k` begins at its address as given, whatever the address is aligned to.
final class Ring {
    private final long[] pages;
    private final int pageShift;
    private final long offset;
    private final long length;

    /// @param pages DMA addresses
    /// @param pageShift log2 of the length of a page
    /// @param offset where in the pages the queue begins
    /// @param length of the queue
    Ring(final long[] pages, final int pageShift, final long offset, final long length) {
        this.pages = pages;
        this.pageShift = pageShift;
        this.offset = offset;
        this.length = length;
    }

    /// {@return how many pages a queue needs}
    static long pagesFor(final long offset, final long length, final int pageShift) {
        return offset + length + (1L << pageShift) - 1 >> pageShift;
    }

    boolean covers() {
        return pagesFor(offset, length, pageShift) <= pages.length;
    }

    /// {@return the DMA address of a byte of the queue}
    long iova(final long position) {
        assert position >= 0 && position < length;
        final long at = offset + position;
        return pages[(int) (at >>> pageShift)] + (at & (1L << pageShift) - 1);
    }

    /// {@return how many bytes from a position on follow each other in memory, at most to the end of the queue}
    long contiguous(final long position) {
        final long at = offset + position;
        return Math.min(length - position, (1L << pageShift) - (at & (1L << pageShift) - 1));
    }

    long length() {
        return length;
    }

    /// {@return the first pages, for answers to queries}
    long page(final int index) {
        return pages[index];
    }
}
