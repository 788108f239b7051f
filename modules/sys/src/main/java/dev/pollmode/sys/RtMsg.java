package dev.pollmode.sys;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// What a route message carries before its attributes.
///
/// | offset | size | field          | meaning                 |
/// |-------:|-----:|----------------|-------------------------|
/// |      0 |    1 | `rtm_family`   | `AF_INET` or `AF_INET6` |
/// |      1 |    1 | `rtm_dst_len`  | bits of the destination |
/// |      2 |    1 | `rtm_src_len`  | bits of the source      |
/// |      3 |    1 | `rtm_tos`      | type of service         |
/// |      4 |    1 | `rtm_table`    | routing table           |
/// |      5 |    1 | `rtm_protocol` | who made the route      |
/// |      6 |    1 | `rtm_scope`    | `RT_SCOPE_...`          |
/// |      7 |    1 | `rtm_type`     | kind, `RTN_...`         |
/// |      8 |    4 | `rtm_flags`    | `RTM_F_...`             |
///
/// `struct rtmsg` in `linux/rtnetlink.h`; rtnetlink(7). Host byte order.
public final class RtMsg {
    /// Where each field lies.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
        ValueLayout.JAVA_BYTE.withName("rtm_family"),
        ValueLayout.JAVA_BYTE.withName("rtm_dst_len"),
        ValueLayout.JAVA_BYTE.withName("rtm_src_len"),
        ValueLayout.JAVA_BYTE.withName("rtm_tos"),
        ValueLayout.JAVA_BYTE.withName("rtm_table"),
        ValueLayout.JAVA_BYTE.withName("rtm_protocol"),
        ValueLayout.JAVA_BYTE.withName("rtm_scope"),
        ValueLayout.JAVA_BYTE.withName("rtm_type"),
        ValueLayout.JAVA_INT.withName("rtm_flags"));

    /// Bytes of this struct.
    public static final int SIZE = 12;

    private static final VarHandle RTM_FAMILY = LAYOUT.varHandle(PathElement.groupElement("rtm_family"));
    private static final VarHandle RTM_DST_LEN = LAYOUT.varHandle(PathElement.groupElement("rtm_dst_len"));
    private static final VarHandle RTM_TABLE = LAYOUT.varHandle(PathElement.groupElement("rtm_table"));
    private static final VarHandle RTM_TYPE = LAYOUT.varHandle(PathElement.groupElement("rtm_type"));
    private static final VarHandle RTM_FLAGS = LAYOUT.varHandle(PathElement.groupElement("rtm_flags"));

    private RtMsg() {
    }

    /// {@return the address family}
    ///
    /// @param at where the struct begins
    public static int family(final MemorySegment at) {
        return Byte.toUnsignedInt((byte) RTM_FAMILY.get(at, 0L));
    }

    /// Sets the address family.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void family(final MemorySegment at, final int value) {
        RTM_FAMILY.set(at, 0L, (byte) value);
    }

    /// {@return how many bits of the destination count; 0 is a default route}
    ///
    /// @param at where the struct begins
    public static int destinationLength(final MemorySegment at) {
        return Byte.toUnsignedInt((byte) RTM_DST_LEN.get(at, 0L));
    }

    /// {@return the routing table, where its number is below 256}
    ///
    /// @param at where the struct begins
    public static int table(final MemorySegment at) {
        return Byte.toUnsignedInt((byte) RTM_TABLE.get(at, 0L));
    }

    /// {@return the kind of route, `RTN_...`}
    ///
    /// @param at where the struct begins
    public static int type(final MemorySegment at) {
        return Byte.toUnsignedInt((byte) RTM_TYPE.get(at, 0L));
    }

    /// {@return the flags, `RTM_F_...`}
    ///
    /// @param at where the struct begins
    public static int flags(final MemorySegment at) {
        return (int) RTM_FLAGS.get(at, 0L);
    }
}
