package dev.pollmode.vfio.user;

import dev.pollmode.sys.Fd;
import dev.pollmode.sys.Mapping;
import dev.pollmode.sys.Mem;
import dev.pollmode.sys.MemFd;

/// Doorbell registers in memory that device and driver share, made so that no ring is lost.
///
/// The driver writes a register with one store; nothing traps. Two stores to one register before the device looks leave the
/// later value only, so this fits doorbells that are cumulative ("work up to here") or mere hints to look at a record in
/// memory, and whose value is never 0. The device takes a value with one atomic exchange with 0: a ring lands either
/// before it, and is taken, or after it, and is found by the next look. Values that must all arrive belong into a trapped region,
/// where every write is a message of its own.
///
/// Writes that come by message all the same (a client need not map a region) are handed on with [#ring].
public final class DoorbellPages implements AutoCloseable {
    private final MemFd file;
    private final Mapping mapping;

    private DoorbellPages(final MemFd file) {
        this.file = file;
        this.mapping = file.map();
    }

    /// {@return new pages, all registers 0}
    ///
    /// @param name   for `/proc/self/maps`
    /// @param length in bytes; rounded up to whole pages
    public static DoorbellPages create(final String name, final long length) {
        final MemFd file = MemFd.create(name, length);
        file.sealLength();
        return new DoorbellPages(file);
    }

    /// {@return the file for [DeviceRegion#mappable]; stays this object's}
    public Fd fd() {
        return file.fd();
    }

    /// {@return the length in bytes}
    public long length() {
        return mapping.length();
    }

    /// Takes what was written to a register of 8 bytes and leaves 0.
    ///
    /// @param offset of the register, a multiple of 8
    /// @return the last value written, or 0 when nothing was since the last call
    public long take(final long offset) {
        final long address = mapping.address() + offset;
        long value = Mem.getLongVolatile(address);
        while (value != 0 && !Mem.compareAndSetLong(address, value, 0)) {
            value = Mem.getLongVolatile(address);
        }
        return value;
    }

    /// Takes what was written to a register of 4 bytes and leaves 0; see [#take(long)].
    ///
    /// @param offset of the register, a multiple of 4
    /// @return the last value written, or 0
    public int takeInt(final long offset) {
        final long address = mapping.address() + offset;
        int value = Mem.getIntVolatile(address);
        while (value != 0 && !Mem.compareAndSetInt(address, value, 0)) {
            value = Mem.getIntVolatile(address);
        }
        return value;
    }

    /// Writes a register of 8 bytes as the driver does.
    ///
    /// @param offset of the register, a multiple of 8
    /// @param value  not 0
    public void ring(final long offset, final long value) {
        Mem.putLongVolatile(mapping.address() + offset, value);
    }

    /// Releases the memory; mappings of the driver stay valid.
    @Override
    public void close() {
        mapping.close();
        file.close();
    }
}
