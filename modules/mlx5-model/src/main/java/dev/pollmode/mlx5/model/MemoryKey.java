package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Mtt;
import dev.pollmode.mlx5.prm.Struct;

/// A memory key: a range of addresses, and where in the driver's memory these lie.
final class MemoryKey extends Resource {
    private final int variant;
    private final int pd;
    private final boolean readable;
    private final boolean writable;
    private final boolean whole;
    private final long start;
    private final long length;
    private final long[] entries;
    private final int pageShift;
    private final Struct context;

    /// @param variant the low byte of the key, chosen by software
    /// @param pd protection domain
    /// @param readable whether the device may read
    /// @param writable whether the device may write
    /// @param whole whether all addresses are covered
    /// @param start first address
    /// @param length of the range
    /// @param entries translation entries, or null if addresses are DMA addresses
    /// @param pageShift log2 of the length that an entry covers
    /// @param context as it was given, for queries
    MemoryKey(final int number, final int variant, final int pd, final boolean readable, final boolean writable, final boolean whole, final long start,
              final long length, final long[] entries, final int pageShift, final Struct context) {
        super(number);
        this.variant = variant;
        this.pd = pd;
        this.readable = readable;
        this.writable = writable;
        this.whole = whole;
        this.start = start;
        this.length = length;
        this.entries = entries;
        this.pageShift = pageShift;
        this.context = context;
    }

    Struct context() {
        return context;
    }

    /// {@return whether work of a protection domain may reach a range by this key}
    boolean permits(final int lkey, final int domain, final long address, final long count, final int access) {
        if ((lkey & 0xff) != variant || domain != pd) {
            return false;
        }
        if ((access & DeviceMemory.READ) != 0 && !readable || (access & DeviceMemory.WRITE) != 0 && !writable) {
            return false;
        }
        return whole || Long.compareUnsigned(address - start, length) <= 0 && count <= length - (address - start);
    }

    /// {@return the DMA address of an address of a range that was permitted, or -1 if its entry lacks a right}
    long iova(final long address, final int access) {
        if (entries == null) {
            return address;
        }
        final long at = address - start + (start & pageSize() - 1);
        final long entry = entries[(int) (at >>> pageShift)];
        final long needed = ((access & DeviceMemory.READ) != 0 ? Mtt.READ : 0) | ((access & DeviceMemory.WRITE) != 0 ? Mtt.WRITE : 0);
        // Drivers of whole registrations set no rights in entries and rely on those of the key.
        return (entry & 3) != 0 && (entry & needed) != needed ? -1 : (entry & Mtt.ADDRESS) + (at & pageSize() - 1);
    }

    /// {@return how many bytes from an address on have DMA addresses in a row}
    long contiguous(final long address) {
        if (entries == null) {
            return Long.MAX_VALUE;
        }
        return pageSize() - (address - start + (start & pageSize() - 1) & pageSize() - 1);
    }

    /// {@return how many entries a range needs}
    static long entriesFor(final long start, final long length, final int pageShift) {
        final long page = 1L << pageShift;
        return (start & page - 1) + length + page - 1 >>> pageShift;
    }

    private long pageSize() {
        return 1L << pageShift;
    }
}
