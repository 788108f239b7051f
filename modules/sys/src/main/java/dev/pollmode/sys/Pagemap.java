package dev.pollmode.sys;

/// Tells physical addresses of memory of this process, from `/proc/self/pagemap`: the addresses that a device without IOMMU needs.
///
/// An entry is 64 bits for each page: bit 63 says that the page is in memory, bits 0 to 54 are its frame number
/// (Documentation/admin-guide/mm/pagemap.rst of the kernel). An answer holds only as long as the page stays where it is: hugepages of the
/// pool do, ordinary pages may be moved even when they are locked. Any thread may ask.
public final class Pagemap implements AutoCloseable {
    private static final String PATH = "/proc/self/pagemap";
    private static final long PRESENT = 1L << 63;
    private static final long FRAME = (1L << 55) - 1;

    private final Fd fd;

    private Pagemap(final Fd fd) {
        this.fd = fd;
    }

    /// {@return the page map of this process}
    ///
    /// @throws SysException when the kernel refuses
    public static Pagemap open() {
        return new Pagemap(Fd.open(PATH, Fd.O_RDONLY));
    }

    /// {@return the physical address behind an address of this process}
    ///
    /// @param address any address; the offset within its page is kept
    /// @throws SysException with `EFAULT` when the page is not in memory, `EPERM` when the kernel hides frame numbers
    public long physical(final long address) {
        final CallState state = CallState.current();
        final long pageSize = Mapping.pageSize();
        final String operation = "pagemap(0x" + Long.toHexString(address) + ")";
        final long count = SysException.check(
            FileCalls.pread(state, fd.number(), state.scratch, Long.BYTES, address / pageSize * Long.BYTES), operation);
        final long entry = count == Long.BYTES ? Mem.getLong(state.scratch) : 0;
        if ((entry & PRESENT) == 0) {
            throw new SysException(operation, Errno.EFAULT, "the page is not in memory: map it, and write to it first");
        }
        if ((entry & FRAME) == 0) {
            throw new SysException(operation, Errno.EPERM, "physical addresses need the capability CAP_SYS_ADMIN; or use an IOMMU");
        }
        return (entry & FRAME) * pageSize + address % pageSize;
    }

    @Override
    public void close() {
        fd.close();
    }
}
