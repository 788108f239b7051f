package dev.pollmode.eal;

import dev.pollmode.sys.Mapping;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// Memory for packets or for devices: zeroed, present, at one place until it is closed. Made by
/// [EalMemory#allocate(String, long, long)].
///
/// Whoever uses its addresses must have stopped before [#close()]. Accessors may be called by any thread.
public final class MemoryRegion implements AutoCloseable {
    private final String name;
    private final Backing backing;
    private final long address;
    private final long length;
    /// Null where devices see the addresses of the process.
    private final IovaTable physical;
    private final Consumer<MemoryRegion> onClose;
    private volatile boolean abandoned;

    MemoryRegion(final String name, final Backing backing, final long address, final long length, final IovaTable physical,
            final Consumer<MemoryRegion> onClose) {
        this.name = name;
        this.backing = backing;
        this.address = address;
        this.length = length;
        this.physical = physical;
        this.onClose = onClose;
    }

    /// {@return what it is for}
    public String name() {
        return name;
    }

    /// {@return the address of its first byte}
    public long address() {
        return address;
    }

    /// {@return its length in bytes, at least what was asked for}
    public long length() {
        return length;
    }

    /// {@return the size of the pages that hold it in bytes; the base size also where the kernel may use larger ones}
    public long pageSize() {
        return backing.pageSize();
    }

    /// {@return the address at which a device finds a byte}
    ///
    /// @param at address of a byte of this region
    public long iova(final long at) {
        assert at >= address && at < address + length : "0x%x is not in %s".formatted(at, this);
        return physical == null ? at : physical.iova(at);
    }

    /// {@return the descriptor by which another process can map it, empty for private memory; closed with the region}
    public OptionalInt fd() {
        return backing.fd() == null ? OptionalInt.empty() : OptionalInt.of(backing.fd().number());
    }

    /// {@return where in the file of [#fd()] the region begins, in bytes}
    public long fdOffset() {
        return address - backing.mapping().address();
    }

    /// Takes it from the devices and gives it back to the kernel; a second call does nothing.
    @Override
    public void close() {
        onClose.accept(this);
    }

    /// Takes it from the devices but leaves it mapped until the JVM ends: for memory that somebody may still touch.
    public void abandon() {
        abandoned = true;
        onClose.accept(this);
    }

    boolean isAbandoned() {
        return abandoned;
    }

    @Override
    public String toString() {
        return "%s [0x%x, %d bytes, pages of %d KiB]".formatted(name, address, length, pageSize() >> 10);
    }

    Mapping mapping() {
        return backing.mapping();
    }

    Backing backing() {
        return backing;
    }

    /// Calls back for each run of pages that follow one another for devices, too.
    void forEachRun(final Run run) {
        final long step = pageSize();
        long start = mapping().address();
        final long end = start + mapping().length();
        for (long at = start + step; at <= end; at += step) {
            if (at == end || iovaOfPage(at) != iovaOfPage(at - step) + step) {
                run.accept(start, iovaOfPage(start), at - start);
                start = at;
            }
        }
    }

    private long iovaOfPage(final long at) {
        return physical == null ? at : physical.iova(at);
    }

    /// A range of memory that is contiguous for devices.
    @FunctionalInterface
    interface Run {
        /// @param at     where it begins for the process
        /// @param iova   where it begins for devices
        /// @param length bytes
        void accept(long at, long iova, long length);
    }
}
