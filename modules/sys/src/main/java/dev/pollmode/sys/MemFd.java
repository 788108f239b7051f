package dev.pollmode.sys;

import java.lang.foreign.Arena;

/// Memory with a descriptor, so that another process can map it too; see memfd_create(2).
///
/// Owns the descriptor; mappings are owned by who made them and outlive it.
public final class MemFd implements AutoCloseable {
    private static final int MFD_CLOEXEC = 0x1;
    private static final int MFD_ALLOW_SEALING = 0x2;
    private static final int MFD_HUGETLB = 0x4;
    private static final int F_ADD_SEALS = 1033;
    private static final int F_SEAL_SEAL = 0x1;
    private static final int F_SEAL_SHRINK = 0x2;
    private static final int F_SEAL_GROW = 0x4;

    private final Fd fd;
    private final long length;

    private MemFd(final Fd fd, final long length) {
        this.fd = fd;
        this.length = length;
    }

    /// {@return zeroed memory on ordinary pages}
    ///
    /// @param name   shown in `/proc/self/maps`; need not be unique
    /// @param length bytes; rounded up to whole pages
    public static MemFd create(final String name, final long length) {
        return create(name, length, Mapping.pageSize(), 0);
    }

    /// {@return zeroed memory on huge pages of the pool}
    ///
    /// @param name     shown in `/proc/self/maps`; need not be unique
    /// @param length   bytes; rounded up to whole pages
    /// @param pageSize the size of the pages: a power of two that the machine has
    /// @throws SysException when there is no such size; a pool with too few free pages shows on [#map()]
    public static MemFd huge(final String name, final long length, final long pageSize) {
        if (Long.bitCount(pageSize) != 1) {
            throw new IllegalArgumentException("not a size of huge pages: " + pageSize);
        }
        final int size = Long.numberOfTrailingZeros(pageSize) << Mapping.MAP_HUGE_SHIFT;
        return create(name, length, pageSize, MFD_HUGETLB | size);
    }

    private static MemFd create(final String name, final long requested, final long pageSize, final int flags) {
        if (requested <= 0) {
            throw new IllegalArgumentException("length of memory must be positive: " + requested);
        }
        final long length = Mapping.roundUp(requested, pageSize);
        final CallState state = CallState.current();
        try (Arena arena = Arena.ofConfined()) {
            final Fd fd = Fd.check(FileCalls.memfdCreate(state, arena.allocateFrom(name).address(), MFD_CLOEXEC | MFD_ALLOW_SEALING | flags),
                "memfd_create(" + name + ")");
            final int result = FileCalls.ftruncate(state, fd.number(), length);
            if (result < 0) {
                fd.close();
                throw new SysException("ftruncate(memfd " + name + ", " + length + ")", -result, null);
            }
            return new MemFd(fd, length);
        }
    }

    /// {@return the descriptor; stays this object's}
    public Fd fd() {
        return fd;
    }

    /// {@return the length in bytes}
    public long length() {
        return length;
    }

    /// Fixes the length for good, so that no peer can make pages of a mapping vanish (SIGBUS).
    ///
    /// @throws SysException with `EPERM` when it was done before
    public void sealLength() {
        SysException.check(FileCalls.fcntl(CallState.current(), fd.number(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL),
            "fcntl(F_ADD_SEALS)");
    }

    /// {@return a new shared mapping of all of it, owned by the caller}
    public Mapping map() {
        return Mapping.shared(fd.number(), 0, length);
    }

    @Override
    public void close() {
        fd.close();
    }
}
