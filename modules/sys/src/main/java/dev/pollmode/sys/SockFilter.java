package dev.pollmode.sys;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// An instruction of a classic BPF program.
///
/// | offset | size | field  | meaning            |
/// |-------:|-----:|--------|--------------------|
/// |      0 |    2 | `code` | operation          |
/// |      2 |    1 | `jt`   | to skip when true  |
/// |      3 |    1 | `jf`   | to skip when false |
/// |      4 |    4 | `k`    | operand            |
///
/// `struct sock_filter` in `linux/filter.h`. Host byte order.
public final class SockFilter {
    /// Where each field lies.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
        ValueLayout.JAVA_SHORT.withName("code"),
        ValueLayout.JAVA_BYTE.withName("jt"),
        ValueLayout.JAVA_BYTE.withName("jf"),
        ValueLayout.JAVA_INT.withName("k"));

    /// Bytes of this struct.
    public static final int SIZE = 8;

    private static final VarHandle CODE = LAYOUT.varHandle(PathElement.groupElement("code"));
    private static final VarHandle JT = LAYOUT.varHandle(PathElement.groupElement("jt"));
    private static final VarHandle JF = LAYOUT.varHandle(PathElement.groupElement("jf"));
    private static final VarHandle K = LAYOUT.varHandle(PathElement.groupElement("k"));

    private SockFilter() {
    }

    /// {@return the operation}
    ///
    /// @param at where the struct begins
    public static int code(final MemorySegment at) {
        return Short.toUnsignedInt((short) CODE.get(at, 0L));
    }

    /// Sets the operation.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void code(final MemorySegment at, final int value) {
        CODE.set(at, 0L, (short) value);
    }

    /// {@return instructions to skip when a test holds}
    ///
    /// @param at where the struct begins
    public static int jumpTrue(final MemorySegment at) {
        return Byte.toUnsignedInt((byte) JT.get(at, 0L));
    }

    /// Sets instructions to skip when a test holds.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void jumpTrue(final MemorySegment at, final int value) {
        JT.set(at, 0L, (byte) value);
    }

    /// {@return instructions to skip when a test fails}
    ///
    /// @param at where the struct begins
    public static int jumpFalse(final MemorySegment at) {
        return Byte.toUnsignedInt((byte) JF.get(at, 0L));
    }

    /// Sets instructions to skip when a test fails.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void jumpFalse(final MemorySegment at, final int value) {
        JF.set(at, 0L, (byte) value);
    }

    /// {@return the operand}
    ///
    /// @param at where the struct begins
    public static int operand(final MemorySegment at) {
        return (int) K.get(at, 0L);
    }

    /// Sets the operand.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void operand(final MemorySegment at, final int value) {
        K.set(at, 0L, value);
    }
}
