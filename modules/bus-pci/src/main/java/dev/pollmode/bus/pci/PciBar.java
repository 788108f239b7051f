package dev.pollmode.bus.pci;

import dev.pollmode.sys.Mmio;

/// Registers of a device: a BAR, parts of which may be mapped while accesses to the others trap.
///
/// Accesses are little-endian as PCI is; the forms that end in `Be` are big-endian. They are done once, in their width, in
/// program order. An access to a part that is mapped is a load or store, with the order that [Mmio] gives; a loop takes
/// [#address] once and uses [Mmio] itself. An access that traps is a system call or a message: a write does not wait for the device.
///
/// A device that is gone reads as all ones and takes writes without effect: nothing here throws.
public abstract class PciBar {
    private final int index;
    private final long size;

    /// @param index of the BAR
    /// @param size  in bytes, 0 when the device has no such BAR
    protected PciBar(final int index, final long size) {
        this.index = index;
        this.size = size;
    }

    /// {@return the index}
    public final int index() {
        return index;
    }

    /// {@return the size in bytes, 0 when the device has no such BAR}
    public final long size() {
        return size;
    }

    /// Finds a part that is mapped.
    ///
    /// @param offset in the BAR
    /// @param length in bytes
    /// @return its address, valid until the device is closed, or 0 when a byte of it traps
    public abstract long address(long offset, long length);

    /// Reads a part that is not mapped.
    ///
    /// @param offset in the BAR
    /// @param width  1, 2, 4 or 8
    /// @return the value, little-endian; all ones when that fails
    protected abstract long trappedRead(long offset, int width);

    /// Writes a part that is not mapped.
    ///
    /// @param offset in the BAR
    /// @param value  little-endian
    /// @param width  1, 2, 4 or 8
    protected abstract void trappedWrite(long offset, long value, int width);

    /// {@return the register of 8 bits}
    ///
    /// @param offset in the BAR
    public final byte read8(final long offset) {
        final long address = address(offset, Byte.BYTES);
        return address != 0 ? Mmio.read8(address) : (byte) trappedRead(offset, Byte.BYTES);
    }

    /// {@return the register of 16 bits}
    ///
    /// @param offset in the BAR, a multiple of 2
    public final short read16(final long offset) {
        final long address = address(offset, Short.BYTES);
        return address != 0 ? Mmio.read16Acquire(address) : (short) trappedRead(offset, Short.BYTES);
    }

    /// {@return the register of 32 bits}
    ///
    /// @param offset in the BAR, a multiple of 4
    public final int read32(final long offset) {
        final long address = address(offset, Integer.BYTES);
        return address != 0 ? Mmio.read32Acquire(address) : (int) trappedRead(offset, Integer.BYTES);
    }

    /// {@return the register of 64 bits}
    ///
    /// @param offset in the BAR, a multiple of 8
    public final long read64(final long offset) {
        final long address = address(offset, Long.BYTES);
        return address != 0 ? Mmio.read64Acquire(address) : trappedRead(offset, Long.BYTES);
    }

    /// {@return the big-endian register of 32 bits}
    ///
    /// @param offset in the BAR, a multiple of 4
    public final int read32Be(final long offset) {
        return Integer.reverseBytes(read32(offset));
    }

    /// {@return the big-endian register of 64 bits}
    ///
    /// @param offset in the BAR, a multiple of 8
    public final long read64Be(final long offset) {
        return Long.reverseBytes(read64(offset));
    }

    /// Writes the register of 8 bits; earlier writes to memory are visible to the device that sees it.
    ///
    /// @param offset in the BAR
    /// @param value  for the register
    public final void write8(final long offset, final byte value) {
        final long address = address(offset, Byte.BYTES);
        if (address != 0) {
            Mmio.writeBarrier();
            Mmio.write8(address, value);
        } else {
            trappedWrite(offset, value & 0xffL, Byte.BYTES);
        }
    }

    /// Writes the register of 16 bits; see [#write8(long,byte)].
    ///
    /// @param offset in the BAR, a multiple of 2
    /// @param value  for the register
    public final void write16(final long offset, final short value) {
        final long address = address(offset, Short.BYTES);
        if (address != 0) {
            Mmio.write16Release(address, value);
        } else {
            trappedWrite(offset, value & 0xffffL, Short.BYTES);
        }
    }

    /// Writes the register of 32 bits; see [#write8(long,byte)].
    ///
    /// @param offset in the BAR, a multiple of 4
    /// @param value  for the register
    public final void write32(final long offset, final int value) {
        final long address = address(offset, Integer.BYTES);
        if (address != 0) {
            Mmio.write32Release(address, value);
        } else {
            trappedWrite(offset, value & 0xffff_ffffL, Integer.BYTES);
        }
    }

    /// Writes the register of 64 bits; see [#write8(long,byte)].
    ///
    /// @param offset in the BAR, a multiple of 8
    /// @param value  for the register
    public final void write64(final long offset, final long value) {
        final long address = address(offset, Long.BYTES);
        if (address != 0) {
            Mmio.write64Release(address, value);
        } else {
            trappedWrite(offset, value, Long.BYTES);
        }
    }

    /// Writes the big-endian register of 32 bits; see [#write8(long,byte)].
    ///
    /// @param offset in the BAR, a multiple of 4
    /// @param value  for the register
    public final void write32Be(final long offset, final int value) {
        write32(offset, Integer.reverseBytes(value));
    }

    /// Writes the big-endian register of 64 bits; see [#write8(long,byte)].
    ///
    /// @param offset in the BAR, a multiple of 8
    /// @param value  for the register
    public final void write64Be(final long offset, final long value) {
        write64(offset, Long.reverseBytes(value));
    }
}
