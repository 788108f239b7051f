package dev.pollmode.sys;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// What an address message carries before its attributes.
///
/// | offset | size | field           | meaning                 |
/// |-------:|-----:|-----------------|-------------------------|
/// |      0 |    1 | `ifa_family`    | `AF_INET` or `AF_INET6` |
/// |      1 |    1 | `ifa_prefixlen` | bits of the network     |
/// |      2 |    1 | `ifa_flags`     | `IFA_F_...`             |
/// |      3 |    1 | `ifa_scope`     | `RT_SCOPE_...`          |
/// |      4 |    4 | `ifa_index`     | interface index         |
///
/// `struct ifaddrmsg` in `linux/if_addr.h`; rtnetlink(7). Host byte order.
public final class IfAddrMsg {
    /// Where each field lies.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
        ValueLayout.JAVA_BYTE.withName("ifa_family"),
        ValueLayout.JAVA_BYTE.withName("ifa_prefixlen"),
        ValueLayout.JAVA_BYTE.withName("ifa_flags"),
        ValueLayout.JAVA_BYTE.withName("ifa_scope"),
        ValueLayout.JAVA_INT.withName("ifa_index"));

    /// Bytes of this struct.
    public static final int SIZE = 8;

    private static final VarHandle IFA_FAMILY = LAYOUT.varHandle(PathElement.groupElement("ifa_family"));
    private static final VarHandle IFA_PREFIXLEN = LAYOUT.varHandle(PathElement.groupElement("ifa_prefixlen"));
    private static final VarHandle IFA_FLAGS = LAYOUT.varHandle(PathElement.groupElement("ifa_flags"));
    private static final VarHandle IFA_SCOPE = LAYOUT.varHandle(PathElement.groupElement("ifa_scope"));
    private static final VarHandle IFA_INDEX = LAYOUT.varHandle(PathElement.groupElement("ifa_index"));

    private IfAddrMsg() {
    }

    /// {@return the address family}
    ///
    /// @param at where the struct begins
    public static int family(final MemorySegment at) {
        return Byte.toUnsignedInt((byte) IFA_FAMILY.get(at, 0L));
    }

    /// Sets the address family.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void family(final MemorySegment at, final int value) {
        IFA_FAMILY.set(at, 0L, (byte) value);
    }

    /// {@return how many bits are the network}
    ///
    /// @param at where the struct begins
    public static int prefixLength(final MemorySegment at) {
        return Byte.toUnsignedInt((byte) IFA_PREFIXLEN.get(at, 0L));
    }

    /// Sets how many bits are the network.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void prefixLength(final MemorySegment at, final int value) {
        IFA_PREFIXLEN.set(at, 0L, (byte) value);
    }

    /// {@return the low flags, `IFA_F_...`}
    ///
    /// @param at where the struct begins
    public static int flags(final MemorySegment at) {
        return Byte.toUnsignedInt((byte) IFA_FLAGS.get(at, 0L));
    }

    /// Sets the low flags, `IFA_F_...`.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void flags(final MemorySegment at, final int value) {
        IFA_FLAGS.set(at, 0L, (byte) value);
    }

    /// {@return where the address is valid, `RT_SCOPE_...`}
    ///
    /// @param at where the struct begins
    public static int scope(final MemorySegment at) {
        return Byte.toUnsignedInt((byte) IFA_SCOPE.get(at, 0L));
    }

    /// Sets where the address is valid, `RT_SCOPE_...`.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void scope(final MemorySegment at, final int value) {
        IFA_SCOPE.set(at, 0L, (byte) value);
    }

    /// {@return the interface index}
    ///
    /// @param at where the struct begins
    public static int index(final MemorySegment at) {
        return (int) IFA_INDEX.get(at, 0L);
    }

    /// Sets the interface index.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void index(final MemorySegment at, final int value) {
        IFA_INDEX.set(at, 0L, value);
    }
}
