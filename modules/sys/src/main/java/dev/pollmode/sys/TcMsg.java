package dev.pollmode.sys;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// What a message of traffic control carries before its attributes.
///
/// | offset | size | field         | meaning               |
/// |-------:|-----:|---------------|-----------------------|
/// |      0 |    1 | `tcm_family`  | `AF_UNSPEC`           |
/// |      4 |    4 | `tcm_ifindex` | interface index       |
/// |      8 |    4 | `tcm_handle`  | handle of the object  |
/// |     12 |    4 | `tcm_parent`  | what it hangs on      |
/// |     16 |    4 | `tcm_info`    | priority and protocol |
///
/// `struct tcmsg` in `linux/rtnetlink.h`; rtnetlink(7). Host byte order, but for the protocol inside `tcm_info`.
public final class TcMsg {
    /// Where each field lies.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
        ValueLayout.JAVA_BYTE.withName("tcm_family"),
        MemoryLayout.paddingLayout(3),
        ValueLayout.JAVA_INT.withName("tcm_ifindex"),
        ValueLayout.JAVA_INT.withName("tcm_handle"),
        ValueLayout.JAVA_INT.withName("tcm_parent"),
        ValueLayout.JAVA_INT.withName("tcm_info"));

    /// Bytes of this struct.
    public static final int SIZE = 20;

    private static final VarHandle TCM_FAMILY = LAYOUT.varHandle(PathElement.groupElement("tcm_family"));
    private static final VarHandle TCM_IFINDEX = LAYOUT.varHandle(PathElement.groupElement("tcm_ifindex"));
    private static final VarHandle TCM_HANDLE = LAYOUT.varHandle(PathElement.groupElement("tcm_handle"));
    private static final VarHandle TCM_PARENT = LAYOUT.varHandle(PathElement.groupElement("tcm_parent"));
    private static final VarHandle TCM_INFO = LAYOUT.varHandle(PathElement.groupElement("tcm_info"));

    private TcMsg() {
    }

    /// {@return the address family}
    ///
    /// @param at where the struct begins
    public static int family(final MemorySegment at) {
        return Byte.toUnsignedInt((byte) TCM_FAMILY.get(at, 0L));
    }

    /// {@return the interface index}
    ///
    /// @param at where the struct begins
    public static int index(final MemorySegment at) {
        return (int) TCM_IFINDEX.get(at, 0L);
    }

    /// Sets the interface index.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void index(final MemorySegment at, final int value) {
        TCM_IFINDEX.set(at, 0L, value);
    }

    /// {@return the handle of the object}
    ///
    /// @param at where the struct begins
    public static int handle(final MemorySegment at) {
        return (int) TCM_HANDLE.get(at, 0L);
    }

    /// Sets the handle of the object.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void handle(final MemorySegment at, final int value) {
        TCM_HANDLE.set(at, 0L, value);
    }

    /// {@return the handle the object hangs on}
    ///
    /// @param at where the struct begins
    public static int parent(final MemorySegment at) {
        return (int) TCM_PARENT.get(at, 0L);
    }

    /// Sets the handle the object hangs on.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void parent(final MemorySegment at, final int value) {
        TCM_PARENT.set(at, 0L, value);
    }

    /// {@return of a filter: priority in the upper half, protocol in network order in the lower}
    ///
    /// @param at where the struct begins
    public static int info(final MemorySegment at) {
        return (int) TCM_INFO.get(at, 0L);
    }

    /// Sets of a filter: priority in the upper half, protocol in network order in the lower.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void info(final MemorySegment at, final int value) {
        TCM_INFO.set(at, 0L, value);
    }
}
