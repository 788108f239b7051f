package dev.pollmode.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Raw memory by address, through one segment that spans the whole address space.
///
/// Nothing is checked: a wrong address ends the JVM. Callers check offsets and lengths once, where they enter.
/// Plain accessors use the byte order of the machine and need no alignment; forms that end in `Be` and `Le` fix the
/// order; forms with an ordering (`Acquire`, `Release`, `Volatile`) need a naturally aligned address.
/// Only methods that return an object allocate.
public final class Mem {
    static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final ValueLayout.OfShort SHORT_BE = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT_BE = JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG_BE = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfShort SHORT_LE = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT_LE = JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG_LE = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle BYTE = JAVA_BYTE.varHandle();
    private static final VarHandle SHORT = JAVA_SHORT.varHandle();
    private static final VarHandle INT = JAVA_INT.varHandle();
    private static final VarHandle LONG = JAVA_LONG.varHandle();

    private Mem() {
    }

    /// {@return a view of memory; it does not own it, and must not be used once the owner has released it}
    ///
    /// @param address where it begins
    /// @param length  its length in bytes
    public static MemorySegment segment(final long address, final long length) {
        return ALL.asSlice(address, length);
    }

    /// {@return the byte at an address}
    public static byte getByte(final long address) {
        return ALL.get(JAVA_BYTE, address);
    }

    /// Writes the byte at an address.
    public static void putByte(final long address, final byte value) {
        ALL.set(JAVA_BYTE, address, value);
    }

    /// {@return the short at an address}
    public static short getShort(final long address) {
        return ALL.get(JAVA_SHORT_UNALIGNED, address);
    }

    /// Writes the short at an address.
    public static void putShort(final long address, final short value) {
        ALL.set(JAVA_SHORT_UNALIGNED, address, value);
    }

    /// {@return the int at an address}
    public static int getInt(final long address) {
        return ALL.get(JAVA_INT_UNALIGNED, address);
    }

    /// Writes the int at an address.
    public static void putInt(final long address, final int value) {
        ALL.set(JAVA_INT_UNALIGNED, address, value);
    }

    /// {@return the long at an address}
    public static long getLong(final long address) {
        return ALL.get(JAVA_LONG_UNALIGNED, address);
    }

    /// Writes the long at an address.
    public static void putLong(final long address, final long value) {
        ALL.set(JAVA_LONG_UNALIGNED, address, value);
    }

    /// {@return the big-endian short at an address}
    public static short getShortBe(final long address) {
        return ALL.get(SHORT_BE, address);
    }

    /// Writes the big-endian short at an address.
    public static void putShortBe(final long address, final short value) {
        ALL.set(SHORT_BE, address, value);
    }

    /// {@return the big-endian int at an address}
    public static int getIntBe(final long address) {
        return ALL.get(INT_BE, address);
    }

    /// Writes the big-endian int at an address.
    public static void putIntBe(final long address, final int value) {
        ALL.set(INT_BE, address, value);
    }

    /// {@return the big-endian long at an address}
    public static long getLongBe(final long address) {
        return ALL.get(LONG_BE, address);
    }

    /// Writes the big-endian long at an address.
    public static void putLongBe(final long address, final long value) {
        ALL.set(LONG_BE, address, value);
    }

    /// {@return the little-endian short at an address}
    public static short getShortLe(final long address) {
        return ALL.get(SHORT_LE, address);
    }

    /// Writes the little-endian short at an address.
    public static void putShortLe(final long address, final short value) {
        ALL.set(SHORT_LE, address, value);
    }

    /// {@return the little-endian int at an address}
    public static int getIntLe(final long address) {
        return ALL.get(INT_LE, address);
    }

    /// Writes the little-endian int at an address.
    public static void putIntLe(final long address, final int value) {
        ALL.set(INT_LE, address, value);
    }

    /// {@return the little-endian long at an address}
    public static long getLongLe(final long address) {
        return ALL.get(LONG_LE, address);
    }

    /// Writes the little-endian long at an address.
    public static void putLongLe(final long address, final long value) {
        ALL.set(LONG_LE, address, value);
    }

    /// {@return the byte at an aligned address; later reads and writes stay after it}
    public static byte getByteAcquire(final long address) {
        return (byte) BYTE.getAcquire(ALL, address);
    }

    /// Writes the byte at an aligned address; earlier reads and writes stay before it.
    public static void putByteRelease(final long address, final byte value) {
        BYTE.setRelease(ALL, address, value);
    }

    /// {@return the short at an aligned address; later reads and writes stay after it}
    public static short getShortAcquire(final long address) {
        return (short) SHORT.getAcquire(ALL, address);
    }

    /// Writes the short at an aligned address; earlier reads and writes stay before it.
    public static void putShortRelease(final long address, final short value) {
        SHORT.setRelease(ALL, address, value);
    }

    /// {@return the int at an aligned address; later reads and writes stay after it}
    public static int getIntAcquire(final long address) {
        return (int) INT.getAcquire(ALL, address);
    }

    /// Writes the int at an aligned address; earlier reads and writes stay before it.
    public static void putIntRelease(final long address, final int value) {
        INT.setRelease(ALL, address, value);
    }

    /// {@return the long at an aligned address; later reads and writes stay after it}
    public static long getLongAcquire(final long address) {
        return (long) LONG.getAcquire(ALL, address);
    }

    /// Writes the long at an aligned address; earlier reads and writes stay before it.
    public static void putLongRelease(final long address, final long value) {
        LONG.setRelease(ALL, address, value);
    }

    /// {@return the short at an aligned address, in one order with all volatile accesses}
    public static short getShortVolatile(final long address) {
        return (short) SHORT.getVolatile(ALL, address);
    }

    /// Writes the short at an aligned address, in one order with all volatile accesses.
    public static void putShortVolatile(final long address, final short value) {
        SHORT.setVolatile(ALL, address, value);
    }

    /// {@return the int at an aligned address, in one order with all volatile accesses}
    public static int getIntVolatile(final long address) {
        return (int) INT.getVolatile(ALL, address);
    }

    /// Writes the int at an aligned address, in one order with all volatile accesses.
    public static void putIntVolatile(final long address, final int value) {
        INT.setVolatile(ALL, address, value);
    }

    /// {@return the long at an aligned address, in one order with all volatile accesses}
    public static long getLongVolatile(final long address) {
        return (long) LONG.getVolatile(ALL, address);
    }

    /// Writes the long at an aligned address, in one order with all volatile accesses.
    public static void putLongVolatile(final long address, final long value) {
        LONG.setVolatile(ALL, address, value);
    }

    /// Replaces the int at an aligned address if it has the expected value; ordered as a volatile access.
    ///
    /// @return whether it was replaced
    public static boolean compareAndSetInt(final long address, final int expected, final int value) {
        return INT.compareAndSet(ALL, address, expected, value);
    }

    /// Adds to the int at an aligned address; ordered as a volatile access.
    ///
    /// @return the value before
    public static int getAndAddInt(final long address, final int delta) {
        return (int) INT.getAndAdd(ALL, address, delta);
    }

    /// Replaces the long at an aligned address if it has the expected value; ordered as a volatile access.
    ///
    /// @return whether it was replaced
    public static boolean compareAndSetLong(final long address, final long expected, final long value) {
        return LONG.compareAndSet(ALL, address, expected, value);
    }

    /// Adds to the long at an aligned address; ordered as a volatile access.
    ///
    /// @return the value before
    public static long getAndAddLong(final long address, final long delta) {
        return (long) LONG.getAndAdd(ALL, address, delta);
    }

    /// Copies memory; the two ranges may overlap.
    ///
    /// @param source      the address to read from
    /// @param destination the address to write to
    /// @param length      bytes
    public static void copy(final long source, final long destination, final long length) {
        MemorySegment.copy(ALL, source, ALL, destination, length);
    }

    /// Copies bytes of an array into memory.
    ///
    /// @throws IndexOutOfBoundsException when the array does not have them
    public static void copy(final byte[] source, final int offset, final long destination, final int length) {
        MemorySegment.copy(source, offset, ALL, JAVA_BYTE, destination, length);
    }

    /// Copies memory into an array.
    ///
    /// @throws IndexOutOfBoundsException when the array has no room for it
    public static void copy(final long source, final byte[] destination, final int offset, final int length) {
        MemorySegment.copy(ALL, JAVA_BYTE, source, destination, offset, length);
    }

    /// {@return a new array with the bytes at an address}
    public static byte[] bytes(final long address, final int length) {
        final byte[] bytes = new byte[length];
        copy(address, bytes, 0, length);
        return bytes;
    }

    /// Sets every byte of a range.
    ///
    /// @param address where it begins
    /// @param length  bytes
    /// @param value   what they become
    public static void fill(final long address, final long length, final byte value) {
        ALL.asSlice(address, length).fill(value);
    }

    /// {@return the text of a field of fixed size (UTF-8): up to its first zero byte, or all of it}
    ///
    /// @param address where the field begins
    /// @param size    its size in bytes; never read beyond
    public static String getString(final long address, final long size) {
        int length = 0;
        while (length < size && getByte(address + length) != 0) {
            length++;
        }
        return new String(bytes(address, length), StandardCharsets.UTF_8);
    }

    /// Writes a text (UTF-8) and a zero byte into a field of fixed size.
    ///
    /// @param address where the field begins
    /// @param size    its size in bytes, with the zero byte
    /// @param text    what to write
    /// @throws IllegalArgumentException when the text is longer than `size - 1` bytes or contains a zero byte
    public static void putString(final long address, final long size, final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= size || text.indexOf(0) >= 0) {
            throw new IllegalArgumentException("\"" + text + "\" does not fit a field of " + (size - 1) + " bytes without zero bytes");
        }
        copy(bytes, 0, address, bytes.length);
        putByte(address + bytes.length, (byte) 0);
    }
}
