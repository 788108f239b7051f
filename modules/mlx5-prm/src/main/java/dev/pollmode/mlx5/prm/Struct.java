package dev.pollmode.mlx5.prm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/// A struct of the device in a byte array: a view that reads and writes [Field]s, all big-endian.
///
/// Views of the same array share its bytes. An access outside the view throws `IndexOutOfBoundsException`, so bytes that came from
/// outside can be read without further checks of their length. For the control plane; rings are read by address with the offsets that
/// [Cqe], [Eqe] and the segments of [SendWqe] give.
public final class Struct {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private final int start;
    private final int length;

    private Struct(final byte[] bytes, final int start, final int length) {
        this.bytes = bytes;
        this.start = start;
        this.length = length;
    }

    /// {@return a view of the whole array}
    public static Struct of(final byte[] bytes) {
        return new Struct(bytes, 0, bytes.length);
    }

    /// {@return a view of the nested struct, the bytes or the list; a list reaches to the end of this view}
    public Struct at(final Block block) {
        return block.list() || block.length() == 0 ? from(block.offset()) : at(block.offset(), block.length());
    }

    /// {@return a view of a part}
    public Struct at(final int offset, final int partLength) {
        Objects.checkFromIndexSize(offset, partLength, length);
        return new Struct(bytes, start + offset, partLength);
    }

    /// {@return a view of everything from an offset on}
    public Struct from(final int offset) {
        return at(offset, length - offset);
    }

    /// {@return the value of a bit field, unsigned}
    public int get(final Field field) {
        return field.extract(getInt(field.offset()));
    }

    /// {@return whether a bit field is not zero}
    public boolean is(final Field field) {
        return get(field) != 0;
    }

    /// {@return the value of a 64-bit field}
    public long get(final LongField field) {
        return getLong(field.offset());
    }

    /// Sets a bit field.
    ///
    /// @throws IllegalArgumentException if the value does not fit
    public Struct set(final Field field, final int value) {
        return setInt(field.offset(), field.insert(getInt(field.offset()), value));
    }

    /// Sets a bit field of one bit.
    public Struct set(final Field field, final boolean value) {
        return set(field, value ? 1 : 0);
    }

    /// Sets a 64-bit field.
    public Struct set(final LongField field, final long value) {
        return setLong(field.offset(), value);
    }

    /// Copies bytes into a block; its other bytes stay.
    public Struct set(final Block block, final Struct source) {
        final Struct target = at(block);
        Objects.checkFromIndexSize(0, source.length, target.length);
        System.arraycopy(source.bytes, source.start, target.bytes, target.start, source.length);
        return this;
    }

    /// {@return the unsigned byte at an offset}
    public int getByte(final int offset) {
        Objects.checkIndex(offset, length);
        return bytes[start + offset] & 0xff;
    }

    /// Sets the byte at an offset.
    public Struct setByte(final int offset, final int value) {
        Objects.checkIndex(offset, length);
        bytes[start + offset] = (byte) value;
        return this;
    }

    /// {@return the 32-bit word at an offset}
    public int getInt(final int offset) {
        Objects.checkFromIndexSize(offset, Integer.BYTES, length);
        return (int) INT.get(bytes, start + offset);
    }

    /// Sets the 32-bit word at an offset.
    public Struct setInt(final int offset, final int value) {
        Objects.checkFromIndexSize(offset, Integer.BYTES, length);
        INT.set(bytes, start + offset, value);
        return this;
    }

    /// {@return the 64-bit word at an offset}
    public long getLong(final int offset) {
        Objects.checkFromIndexSize(offset, Long.BYTES, length);
        return (long) LONG.get(bytes, start + offset);
    }

    /// Sets the 64-bit word at an offset.
    public Struct setLong(final int offset, final long value) {
        Objects.checkFromIndexSize(offset, Long.BYTES, length);
        LONG.set(bytes, start + offset, value);
        return this;
    }

    /// {@return the length of this view in bytes}
    public int length() {
        return length;
    }

    /// {@return the array behind this view, not a copy}
    public byte[] array() {
        return bytes;
    }

    /// {@return where in [#array()] this view begins}
    public int arrayOffset() {
        return start;
    }

    /// {@return a copy of the bytes of this view}
    public byte[] toByteArray() {
        return Arrays.copyOfRange(bytes, start, start + length);
    }
}
