package dev.pollmode.mlx5.model;

/// Registered host memory that queues refer to by a number.
final class Umem extends Resource {
    private final long[] pages;
    private final int pageShift;
    private final long pageOffset;

    Umem(final int number, final long[] pages, final int pageShift, final long pageOffset) {
        super(number);
        this.pages = pages;
        this.pageShift = pageShift;
        this.pageOffset = pageOffset;
    }

    /// {@return the part of this memory in which a queue lies; it may not be covered}
    Ring ring(final long offset, final long length) {
        return new Ring(pages, pageShift, pageOffset + offset, length);
    }

    /// {@return the DMA address of a doorbell record}
    long iova(final long offset) throws CommandFailure {
        final Ring record = ring(0, offset + 8);
        CommandFailure.require(offset >= 0 && offset <= Integer.MAX_VALUE && (offset & 7) == 0 && record.covers(), "doorbell record outside its memory");
        return record.iova(offset);
    }
}
