package dev.pollmode.sys;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The head of a selector of the classifier `u32`; its keys follow.
///
/// | offset | size | field      | meaning                               |
/// |-------:|-----:|------------|---------------------------------------|
/// |      0 |    1 | `flags`    | `TC_U32_TERMINAL` ...                 |
/// |      1 |    1 | `offshift` | shift of a variable offset            |
/// |      2 |    1 | `nkeys`    | keys that follow                      |
/// |      4 |    2 | `offmask`  | mask of a variable offset, big-endian |
/// |      6 |    2 | `off`      | fixed offset                          |
/// |      8 |    2 | `offoff`   | where a variable offset lies          |
/// |     10 |    2 | `hoff`     | where the hash key lies               |
/// |     12 |    4 | `hmask`    | mask of the hash key, big-endian      |
///
/// `struct tc_u32_sel` in `linux/pkt_cls.h`; tc-u32(8). Host byte order, unless marked.
public final class TcU32Sel {
    /// Where each field lies.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
        ValueLayout.JAVA_BYTE.withName("flags"),
        ValueLayout.JAVA_BYTE.withName("offshift"),
        ValueLayout.JAVA_BYTE.withName("nkeys"),
        MemoryLayout.paddingLayout(1),
        ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN).withName("offmask"),
        ValueLayout.JAVA_SHORT.withName("off"),
        ValueLayout.JAVA_SHORT.withName("offoff"),
        ValueLayout.JAVA_SHORT.withName("hoff"),
        ValueLayout.JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN).withName("hmask"));

    /// Bytes of this struct.
    public static final int SIZE = 16;

    private static final VarHandle FLAGS = LAYOUT.varHandle(PathElement.groupElement("flags"));
    private static final VarHandle NKEYS = LAYOUT.varHandle(PathElement.groupElement("nkeys"));

    private TcU32Sel() {
    }

    /// Sets the flags, `TC_U32_...`.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void flags(final MemorySegment at, final int value) {
        FLAGS.set(at, 0L, (byte) value);
    }

    /// {@return how many keys follow}
    ///
    /// @param at where the struct begins
    public static int keys(final MemorySegment at) {
        return Byte.toUnsignedInt((byte) NKEYS.get(at, 0L));
    }

    /// Sets how many keys follow.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void keys(final MemorySegment at, final int value) {
        NKEYS.set(at, 0L, (byte) value);
    }
}
