package dev.pollmode.sys;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// What a link message carries before its attributes.
///
/// | offset | size | field        | meaning                     |
/// |-------:|-----:|--------------|-----------------------------|
/// |      0 |    1 | `ifi_family` | address family              |
/// |      2 |    2 | `ifi_type`   | hardware type, `ARPHRD_...` |
/// |      4 |    4 | `ifi_index`  | interface index             |
/// |      8 |    4 | `ifi_flags`  | `IFF_...`                   |
/// |     12 |    4 | `ifi_change` | which flags are meant       |
///
/// `struct ifinfomsg` in `linux/rtnetlink.h`; rtnetlink(7). Host byte order.
public final class IfInfoMsg {
    /// Where each field lies.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
        ValueLayout.JAVA_BYTE.withName("ifi_family"),
        MemoryLayout.paddingLayout(1),
        ValueLayout.JAVA_SHORT.withName("ifi_type"),
        ValueLayout.JAVA_INT.withName("ifi_index"),
        ValueLayout.JAVA_INT.withName("ifi_flags"),
        ValueLayout.JAVA_INT.withName("ifi_change"));

    /// Bytes of this struct.
    public static final int SIZE = 16;

    private static final VarHandle IFI_FAMILY = LAYOUT.varHandle(PathElement.groupElement("ifi_family"));
    private static final VarHandle IFI_TYPE = LAYOUT.varHandle(PathElement.groupElement("ifi_type"));
    private static final VarHandle IFI_INDEX = LAYOUT.varHandle(PathElement.groupElement("ifi_index"));
    private static final VarHandle IFI_FLAGS = LAYOUT.varHandle(PathElement.groupElement("ifi_flags"));
    private static final VarHandle IFI_CHANGE = LAYOUT.varHandle(PathElement.groupElement("ifi_change"));

    private IfInfoMsg() {
    }

    /// {@return the address family; `AF_UNSPEC` unless a bridge or another family speaks of its ports}
    ///
    /// @param at where the struct begins
    public static int family(final MemorySegment at) {
        return Byte.toUnsignedInt((byte) IFI_FAMILY.get(at, 0L));
    }

    /// Sets the address family.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void family(final MemorySegment at, final int value) {
        IFI_FAMILY.set(at, 0L, (byte) value);
    }

    /// {@return the hardware type, `ARPHRD_...`}
    ///
    /// @param at where the struct begins
    public static int type(final MemorySegment at) {
        return Short.toUnsignedInt((short) IFI_TYPE.get(at, 0L));
    }

    /// {@return the interface index}
    ///
    /// @param at where the struct begins
    public static int index(final MemorySegment at) {
        return (int) IFI_INDEX.get(at, 0L);
    }

    /// Sets the interface index.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void index(final MemorySegment at, final int value) {
        IFI_INDEX.set(at, 0L, value);
    }

    /// {@return the interface flags, `IFF_...`}
    ///
    /// @param at where the struct begins
    public static int flags(final MemorySegment at) {
        return (int) IFI_FLAGS.get(at, 0L);
    }

    /// Sets the interface flags, `IFF_...`.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void flags(final MemorySegment at, final int value) {
        IFI_FLAGS.set(at, 0L, value);
    }

    /// {@return which flags are meant}
    ///
    /// @param at where the struct begins
    public static int change(final MemorySegment at) {
        return (int) IFI_CHANGE.get(at, 0L);
    }

    /// Sets which flags are to be changed.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void change(final MemorySegment at, final int value) {
        IFI_CHANGE.set(at, 0L, value);
    }
}
