package dev.pollmode.sys;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/// The address of a netlink socket.
///
/// | offset | size | field       | meaning                      |
/// |-------:|-----:|-------------|------------------------------|
/// |      0 |    2 | `nl_family` | `AF_NETLINK`                 |
/// |      4 |    4 | `nl_pid`    | port id, 0 is the kernel     |
/// |      8 |    4 | `nl_groups` | multicast groups, a bit each |
///
/// `struct sockaddr_nl` in `linux/netlink.h`; netlink(7). Host byte order.
public final class SockaddrNl {
    /// Where each field lies.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
        ValueLayout.JAVA_SHORT.withName("nl_family"),
        MemoryLayout.paddingLayout(2),
        ValueLayout.JAVA_INT.withName("nl_pid"),
        ValueLayout.JAVA_INT.withName("nl_groups"));

    /// Bytes of this struct.
    public static final int SIZE = 12;

    private static final long NL_FAMILY = LAYOUT.byteOffset(PathElement.groupElement("nl_family"));
    private static final long NL_PID = LAYOUT.byteOffset(PathElement.groupElement("nl_pid"));
    private static final long NL_GROUPS = LAYOUT.byteOffset(PathElement.groupElement("nl_groups"));

    private SockaddrNl() {
    }

    /// {@return the family, `AF_NETLINK`}
    ///
    /// @param struct the address of the struct
    public static int family(final long struct) {
        return Short.toUnsignedInt(Mem.getShort(struct + NL_FAMILY));
    }

    /// Sets the family, `AF_NETLINK`.
    ///
    /// @param struct the address of the struct
    /// @param value  the new value
    public static void family(final long struct, final int value) {
        Mem.putShort(struct + NL_FAMILY, (short) value);
    }

    /// {@return the port id; 0 is the kernel}
    ///
    /// @param struct the address of the struct
    public static int port(final long struct) {
        return Mem.getInt(struct + NL_PID);
    }

    /// Sets the port id; 0 in a bind lets the kernel choose.
    ///
    /// @param struct the address of the struct
    /// @param value  the new value
    public static void port(final long struct, final int value) {
        Mem.putInt(struct + NL_PID, value);
    }

    /// {@return the multicast groups, a bit each}
    ///
    /// @param struct the address of the struct
    public static int groups(final long struct) {
        return Mem.getInt(struct + NL_GROUPS);
    }

    /// Sets the multicast groups, a bit each.
    ///
    /// @param struct the address of the struct
    /// @param value  the new value
    public static void groups(final long struct, final int value) {
        Mem.putInt(struct + NL_GROUPS, value);
    }
}
