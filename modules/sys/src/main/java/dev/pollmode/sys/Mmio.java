package dev.pollmode.sys;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// Registers of devices, by address: the one place that fixes width and byte order of an access.
///
/// An access is done once, as a whole, in its width, and in program order with others to the same register
/// (opaque access). The address must be naturally aligned; nothing else is checked. Names without `Be` are little-endian,
/// as PCI is. No method allocates.
///
/// Order towards memory that a device reads or writes:
///
/// - a doorbell is written by a `Release` form, so that descriptors written before are seen by a device that saw the bell;
/// - what a device has written to memory is read after an `Acquire` read of the word that announces it;
/// - [#fullBarrier()] separates a write from a later read, and drains write-combining buffers on x86-64.
///
/// On arm64 the JVM orders within the inner shareable domain. That covers devices that are cache-coherent, as
/// those of servers are; others are not supported.
public final class Mmio {
    private static final VarHandle R8 = ValueLayout.JAVA_BYTE.varHandle();
    private static final VarHandle R16 = ValueLayout.JAVA_SHORT.withOrder(LITTLE_ENDIAN).varHandle();
    private static final VarHandle R16_BE = ValueLayout.JAVA_SHORT.withOrder(BIG_ENDIAN).varHandle();
    private static final VarHandle R32 = ValueLayout.JAVA_INT.withOrder(LITTLE_ENDIAN).varHandle();
    private static final VarHandle R32_BE = ValueLayout.JAVA_INT.withOrder(BIG_ENDIAN).varHandle();
    private static final VarHandle R64 = ValueLayout.JAVA_LONG.withOrder(LITTLE_ENDIAN).varHandle();
    private static final VarHandle R64_BE = ValueLayout.JAVA_LONG.withOrder(BIG_ENDIAN).varHandle();

    private Mmio() {
    }

    /// {@return the register of 8 bits}
    public static byte read8(final long address) {
        return (byte) R8.getOpaque(Mem.ALL, address);
    }

    /// Writes the register of 8 bits.
    public static void write8(final long address, final byte value) {
        R8.setOpaque(Mem.ALL, address, value);
    }

    /// {@return the register of 16 bits}
    public static short read16(final long address) {
        return (short) R16.getOpaque(Mem.ALL, address);
    }

    /// Writes the register of 16 bits.
    public static void write16(final long address, final short value) {
        R16.setOpaque(Mem.ALL, address, value);
    }

    /// {@return the register of 16 bits; later reads and writes stay after it}
    public static short read16Acquire(final long address) {
        return (short) R16.getAcquire(Mem.ALL, address);
    }

    /// Writes the register of 16 bits; earlier reads and writes stay before it.
    public static void write16Release(final long address, final short value) {
        R16.setRelease(Mem.ALL, address, value);
    }

    /// {@return the big-endian register of 16 bits}
    public static short read16Be(final long address) {
        return (short) R16_BE.getOpaque(Mem.ALL, address);
    }

    /// Writes the big-endian register of 16 bits.
    public static void write16Be(final long address, final short value) {
        R16_BE.setOpaque(Mem.ALL, address, value);
    }

    /// {@return the big-endian register of 16 bits; later reads and writes stay after it}
    public static short read16BeAcquire(final long address) {
        return (short) R16_BE.getAcquire(Mem.ALL, address);
    }

    /// Writes the big-endian register of 16 bits; earlier reads and writes stay before it.
    public static void write16BeRelease(final long address, final short value) {
        R16_BE.setRelease(Mem.ALL, address, value);
    }

    /// {@return the register of 32 bits}
    public static int read32(final long address) {
        return (int) R32.getOpaque(Mem.ALL, address);
    }

    /// Writes the register of 32 bits.
    public static void write32(final long address, final int value) {
        R32.setOpaque(Mem.ALL, address, value);
    }

    /// {@return the register of 32 bits; later reads and writes stay after it}
    public static int read32Acquire(final long address) {
        return (int) R32.getAcquire(Mem.ALL, address);
    }

    /// Writes the register of 32 bits; earlier reads and writes stay before it.
    public static void write32Release(final long address, final int value) {
        R32.setRelease(Mem.ALL, address, value);
    }

    /// {@return the big-endian register of 32 bits}
    public static int read32Be(final long address) {
        return (int) R32_BE.getOpaque(Mem.ALL, address);
    }

    /// Writes the big-endian register of 32 bits.
    public static void write32Be(final long address, final int value) {
        R32_BE.setOpaque(Mem.ALL, address, value);
    }

    /// {@return the big-endian register of 32 bits; later reads and writes stay after it}
    public static int read32BeAcquire(final long address) {
        return (int) R32_BE.getAcquire(Mem.ALL, address);
    }

    /// Writes the big-endian register of 32 bits; earlier reads and writes stay before it.
    public static void write32BeRelease(final long address, final int value) {
        R32_BE.setRelease(Mem.ALL, address, value);
    }

    /// {@return the register of 64 bits}
    public static long read64(final long address) {
        return (long) R64.getOpaque(Mem.ALL, address);
    }

    /// Writes the register of 64 bits.
    public static void write64(final long address, final long value) {
        R64.setOpaque(Mem.ALL, address, value);
    }

    /// {@return the register of 64 bits; later reads and writes stay after it}
    public static long read64Acquire(final long address) {
        return (long) R64.getAcquire(Mem.ALL, address);
    }

    /// Writes the register of 64 bits; earlier reads and writes stay before it.
    public static void write64Release(final long address, final long value) {
        R64.setRelease(Mem.ALL, address, value);
    }

    /// {@return the big-endian register of 64 bits}
    public static long read64Be(final long address) {
        return (long) R64_BE.getOpaque(Mem.ALL, address);
    }

    /// Writes the big-endian register of 64 bits.
    public static void write64Be(final long address, final long value) {
        R64_BE.setOpaque(Mem.ALL, address, value);
    }

    /// {@return the big-endian register of 64 bits; later reads and writes stay after it}
    public static long read64BeAcquire(final long address) {
        return (long) R64_BE.getAcquire(Mem.ALL, address);
    }

    /// Writes the big-endian register of 64 bits; earlier reads and writes stay before it.
    public static void write64BeRelease(final long address, final long value) {
        R64_BE.setRelease(Mem.ALL, address, value);
    }

    /// Earlier writes stay before later writes.
    public static void writeBarrier() {
        VarHandle.storeStoreFence();
    }

    /// Earlier reads stay before later reads.
    public static void readBarrier() {
        VarHandle.loadLoadFence();
    }

    /// Earlier reads and writes stay before later ones; write-combining buffers of x86-64 are drained.
    public static void fullBarrier() {
        VarHandle.fullFence();
    }
}
