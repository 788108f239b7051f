package dev.pollmode.eal;

import dev.pollmode.sys.CallState;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Fd;
import dev.pollmode.sys.Libc;
import dev.pollmode.sys.Mem;
import dev.pollmode.sys.SysException;
import java.lang.foreign.Arena;

/// The physical address of each page of an area that stays where it is, read from `/proc/self/pagemap`.
///
/// See Documentation/admin-guide/mm/pagemap.rst of the kernel: 64 bits for each page of the base size; bits 0-54 are the
/// frame number, which reads as 0 without CAP_SYS_ADMIN, bit 63 says that the page is present.
final class IovaTable {
    private static final long PRESENT = 1L << 63;
    private static final long FRAME_MASK = (1L << 55) - 1;

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
    /// @throws EalException EPERM when the kernel hides the numbers, EFAULT when a page is not present
    static IovaTable read(final long address, final long length, final long pageSize, final long basePageSize) {
        final long[] frames = new long[Math.toIntExact(length / pageSize)];
        try (Fd pagemap = Fd.open("/proc/self/pagemap", Fd.O_RDONLY); Arena arena = Arena.ofConfined()) {
            final long entry = arena.allocate(Long.BYTES, Long.BYTES).address();
            for (int i = 0; i < frames.length; i++) {
                frames[i] = frame(pagemap, entry, address + i * pageSize, basePageSize) * basePageSize;
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

    private static long frame(final Fd pagemap, final long entry, final long address, final long basePageSize) {
        final long at = address / basePageSize * Long.BYTES;
        SysException.check(Libc.pread(CallState.current(), pagemap.number(), entry, Long.BYTES, at), "pread(/proc/self/pagemap)");
        final long value = Mem.getLong(entry);
        if ((value & PRESENT) == 0) {
            throw new EalException(Errno.EFAULT, "physical address of 0x%x: its page is not present".formatted(address));
        }
        if ((value & FRAME_MASK) == 0) {
            throw new EalException(Errno.EPERM,
                "physical address of 0x%x: hidden by the kernel; run with CAP_SYS_ADMIN or use --iova-mode va".formatted(address));
        }
        return value & FRAME_MASK;
    }
}
