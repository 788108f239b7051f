package dev.pollmode.mlx5.model;

import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// A driver's memory and interrupts in this process.
final class Host implements AutoCloseable {
    static final long IOVA = 0x10_0000_0000L;
    private static final int VECTORS = 256;

    final DmaRegions dma = new DmaRegions();
    final AtomicIntegerArray interrupts = new AtomicIntegerArray(VECTORS);
    private final Arena arena = Arena.ofShared();
    private final long base;
    private final long size;
    private long next;

    Host(final long size) {
        this.size = size;
        this.base = arena.allocate(size, 1 << 16).address();
        dma.map(base, IOVA, size);
    }

    /// {@return the DMA address of new memory, all zero}
    long allocate(final long length, final long alignment) {
        next = next + alignment - 1 & -alignment;
        final long at = next;
        next += length;
        if (next > size) {
            throw new IllegalStateException("test memory used up");
        }
        return IOVA + at;
    }

    /// {@return the address in this process}
    long address(final long iova) {
        return base + iova - IOVA;
    }

    long mark() {
        return next;
    }

    void release(final long mark) {
        next = mark;
    }

    @Override
    public void close() {
        arena.close();
    }
}
