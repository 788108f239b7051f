package dev.pollmode.mlx5.model;

import dev.pollmode.sys.Mapping;
import dev.pollmode.sys.MemFd;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// A driver's memory and interrupts in this process.
final class Host implements AutoCloseable {
    static final long IOVA = 0x10_0000_0000L;
    private static final int VECTORS = 256;

    final DmaRegions dma = new DmaRegions();
    final AtomicIntegerArray interrupts = new AtomicIntegerArray(VECTORS);
    private final MemFd file;
    private final Mapping memory;
    private final long base;
    private final long size;
    private long next;

    Host(final long size) {
        this.size = size;
        this.file = MemFd.create("mlx5-model-test", size);
        this.memory = file.map();
        this.base = memory.address();
        dma.map(base, IOVA, size);
    }

    /// {@return the descriptor of the memory}
    int fd() {
        return file.fd().number();
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
        memory.close();
        file.close();
    }
}
