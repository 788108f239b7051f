package dev.pollmode.sys;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// A key of the classifier `u32`: four bytes of the packet under a mask.
///
/// | offset | size | field     | meaning                        |
/// |-------:|-----:|-----------|--------------------------------|
/// |      0 |    4 | `mask`    | which bits count, big-endian   |
/// |      4 |    4 | `val`     | what they must be, big-endian  |
/// |      8 |    4 | `off`     | offset from the network header |
/// |     12 |    4 | `offmask` | mask of a variable offset      |
///
/// `struct tc_u32_key` in `linux/pkt_cls.h`; tc-u32(8).
public final class TcU32Key {
    /// Where each field lies.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
        ValueLayout.JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN).withName("mask"),
        ValueLayout.JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN).withName("val"),
        ValueLayout.JAVA_INT.withName("off"),
        ValueLayout.JAVA_INT.withName("offmask"));

    /// Bytes of this struct.
    public static final int SIZE = 16;

    private static final VarHandle MASK = LAYOUT.varHandle(PathElement.groupElement("mask"));
    private static final VarHandle VAL = LAYOUT.varHandle(PathElement.groupElement("val"));
    private static final VarHandle OFF = LAYOUT.varHandle(PathElement.groupElement("off"));

    private TcU32Key() {
    }

    /// Sets which bits count.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void mask(final MemorySegment at, final int value) {
        MASK.set(at, 0L, value);
    }

    /// Sets what these bits must be.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void value(final MemorySegment at, final int value) {
        VAL.set(at, 0L, value);
    }

    /// Sets where the four bytes lie, from the network header; negative reaches the Ethernet header.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void offset(final MemorySegment at, final int value) {
        OFF.set(at, 0L, value);
    }
}
