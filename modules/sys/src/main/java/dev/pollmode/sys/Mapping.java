package dev.pollmode.sys;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/// Owns an area of mapped memory (mmap(2)) and unmaps it once.
///
/// Addresses handed out are valid until [#close()]; whoever uses them must have stopped by then.
public final class Mapping implements AutoCloseable {
    /// Pages may be read.
    public static final int PROT_READ = 1;
    /// Pages may be written.
    public static final int PROT_WRITE = 2;
    /// Changes are seen by all who map the file.
    public static final int MAP_SHARED = 0x01;
    /// Changes are private.
    public static final int MAP_PRIVATE = 0x02;
    /// No file behind it.
    public static final int MAP_ANONYMOUS = 0x20;
    /// No reservation of swap.
    public static final int MAP_NORESERVE = 0x4000;
    /// Populate page tables at once.
    public static final int MAP_POPULATE = 0x8000;
    /// Huge pages of the pool.
    public static final int MAP_HUGETLB = 0x40000;
    /// Where the binary logarithm of the size of huge pages stands among the flags.
    public static final int MAP_HUGE_SHIFT = 26;
    /// madvise(2): transparent huge pages, please.
    public static final int MADV_HUGEPAGE = 14;
    /// madvise(2): not for children of fork(2).
    public static final int MADV_DONTFORK = 10;
    /// madvise(2): not in core dumps.
    public static final int MADV_DONTDUMP = 16;
    /// madvise(2): populate page tables for writing.
    public static final int MADV_POPULATE_WRITE = 23;

    private static final int SC_PAGESIZE = 30;
    private static final int READ_WRITE = PROT_READ | PROT_WRITE;

    private final long address;
    private final long length;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Mapping(final long address, final long length) {
        this.address = address;
        this.length = length;
    }

    /// {@return the size of a page of this machine in bytes}
    public static long pageSize() {
        return PageSize.VALUE;
    }

    // Looked up when first needed, so that the constants above cost no native access.
    private static final class PageSize {
        private static final long VALUE = SysException.check(ProcessCalls.sysconf(CallState.current(), SC_PAGESIZE), "sysconf(_SC_PAGESIZE)");
    }

    /// {@return zeroed private memory, readable and writable}
    ///
    /// @param length bytes; rounded up to whole pages
    public static Mapping anonymous(final long length) {
        return map(-1, 0, roundUp(length, pageSize()), READ_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, "anonymous");
    }

    /// {@return zeroed private memory on huge pages of the pool}
    ///
    /// @param length   bytes; rounded up to whole pages
    /// @param pageSize the size of the pages: a power of two that the machine has, as 2 MiB or 1 GiB
    /// @throws SysException with `ENOMEM` when the pool has too few free pages, `EINVAL` when there is no such size
    public static Mapping anonymousHuge(final long length, final long pageSize) {
        requirePowerOfTwo(pageSize);
        final int size = Long.numberOfTrailingZeros(pageSize) << MAP_HUGE_SHIFT;
        return map(-1, 0, roundUp(length, pageSize), READ_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB | size,
            "hugepages of " + (pageSize >> 10) + " KiB");
    }

    /// {@return zeroed private memory at an aligned address, for which transparent huge pages were asked}
    ///
    /// Whether the kernel gives them is its choice; a refusal of the advice is no error.
    ///
    /// @param length    bytes; rounded up to a multiple of the alignment
    /// @param alignment a power of two, at least the page size; 2 MiB for transparent huge pages of x86-64
    public static Mapping thp(final long length, final long alignment) {
        requirePowerOfTwo(alignment);
        final long size = roundUp(length, alignment);
        final Mapping wide = map(-1, 0, Math.addExact(size, alignment), READ_WRITE,
            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, "anonymous");
        final Mapping mapping = wide.trimTo(roundUp(wide.address, alignment), size);
        MemoryCalls.madvise(CallState.current(), mapping.address, size, MADV_HUGEPAGE);
        return mapping;
    }

    /// {@return a shared mapping of a file, readable and writable}
    ///
    /// The mapping keeps the file; the descriptor may be closed.
    ///
    /// @param fd     the descriptor; stays the caller's
    /// @param offset where in the file it begins: a multiple of the page size
    /// @param length bytes; rounded up to whole pages
    public static Mapping shared(final int fd, final long offset, final long length) {
        return map(fd, offset, roundUp(length, pageSize()), READ_WRITE, MAP_SHARED, "fd " + fd);
    }

    /// {@return a mapping with protection and flags of the caller's choice}
    ///
    /// @param fd         the descriptor, -1 for none; stays the caller's
    /// @param offset     where in the file it begins
    /// @param length     bytes, passed on as they are
    /// @param protection the `PROT_` constants, or-ed
    /// @param flags      the `MAP_` constants, or-ed
    /// @param what       what is mapped, for the message
    /// @throws SysException when the kernel refuses
    public static Mapping map(final int fd, final long offset, final long length, final int protection, final int flags,
            final String what) {
        if (length <= 0) {
            throw new IllegalArgumentException("length of a mapping must be positive: " + length);
        }
        final long address = MemoryCalls.mmap(CallState.current(), 0, length, protection, flags, fd, offset);
        // A length that overflows the address space is refused by the kernel; an address is never negative here.
        return new Mapping(SysException.check(address, "mmap(" + what + ", " + length + " bytes)"), length);
    }

    /// {@return the value, rounded up to a multiple of a power of two}
    public static long roundUp(final long value, final long powerOfTwo) {
        return Math.addExact(value, powerOfTwo - 1) & -powerOfTwo;
    }

    /// {@return the address of the first byte}
    public long address() {
        return address;
    }

    /// {@return the length in bytes}
    public long length() {
        return length;
    }

    /// {@return a view of the whole area; not to be used after [#close()]}
    public MemorySegment segment() {
        return Mem.segment(address, length);
    }

    /// Writes to every page, so that no burst has to wait for the kernel to find one.
    public void preTouch() {
        for (long at = address; at < address + length; at += pageSize()) {
            // An atomic add of nothing leaves contents alone that another process may be writing.
            Mem.getAndAddInt(at, 0);
        }
    }

    /// Unmaps the area; a second call does nothing.
    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            SysException.check(MemoryCalls.munmap(CallState.current(), address, length), "munmap");
        }
    }

    // Gives back what lies before and after a part; this object no longer owns anything.
    private Mapping trimTo(final long start, final long size) {
        closed.set(true);
        unmapRange(address, start - address);
        unmapRange(start + size, address + length - (start + size));
        return new Mapping(start, size);
    }

    private static void unmapRange(final long start, final long size) {
        if (size > 0) {
            SysException.check(MemoryCalls.munmap(CallState.current(), start, size), "munmap");
        }
    }

    private static void requirePowerOfTwo(final long value) {
        if (Long.bitCount(value) != 1 || value < pageSize()) {
            throw new IllegalArgumentException("not a power of two of at least a page: " + value);
        }
    }
}
