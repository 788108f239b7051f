package dev.pollmode.sys;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/// A message of sendmsg(2) and recvmsg(2).
///
/// | offset | size | field            | meaning                               |
/// |-------:|-----:|------------------|---------------------------------------|
/// |      0 |    8 | `msg_name`       | where the address of the peer is, or 0 |
/// |      8 |    4 | `msg_namelen`    | its length in bytes                   |
/// |     16 |    8 | `msg_iov`        | where the array of [Iovec] is         |
/// |     24 |    8 | `msg_iovlen`     | its number of entries                 |
/// |     32 |    8 | `msg_control`    | where control messages are, or 0      |
/// |     40 |    8 | `msg_controllen` | their length in bytes                 |
/// |     48 |    4 | `msg_flags`      | what the kernel says on receiving     |
///
/// `struct user_msghdr` of the kernel's `linux/socket.h`, 64-bit.
public final class MsgHdr {
    /// The structure.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
        ValueLayout.JAVA_LONG.withName("msg_name"),
        ValueLayout.JAVA_INT.withName("msg_namelen"),
        MemoryLayout.paddingLayout(4),
        ValueLayout.JAVA_LONG.withName("msg_iov"),
        ValueLayout.JAVA_LONG.withName("msg_iovlen"),
        ValueLayout.JAVA_LONG.withName("msg_control"),
        ValueLayout.JAVA_LONG.withName("msg_controllen"),
        ValueLayout.JAVA_INT.withName("msg_flags"),
        MemoryLayout.paddingLayout(4));
    /// Its size in bytes.
    public static final int SIZE = (int) LAYOUT.byteSize();

    private static final long NAME = LAYOUT.byteOffset(groupElement("msg_name"));
    private static final long NAMELEN = LAYOUT.byteOffset(groupElement("msg_namelen"));
    private static final long IOV = LAYOUT.byteOffset(groupElement("msg_iov"));
    private static final long IOVLEN = LAYOUT.byteOffset(groupElement("msg_iovlen"));
    private static final long CONTROL = LAYOUT.byteOffset(groupElement("msg_control"));
    private static final long CONTROLLEN = LAYOUT.byteOffset(groupElement("msg_controllen"));
    private static final long FLAGS = LAYOUT.byteOffset(groupElement("msg_flags"));

    private MsgHdr() {
    }

    /// Fills the structure at an address.
    ///
    /// @param message       where the structure lies
    /// @param name          where the address of the peer is, or 0
    /// @param nameLength    its length in bytes
    /// @param vectors       where the array of [Iovec] is
    /// @param vectorCount   its number of entries
    /// @param control       where control messages are, or 0
    /// @param controlLength their length in bytes
    public static void put(final long message, final long name, final int nameLength, final long vectors, final long vectorCount,
            final long control, final long controlLength) {
        Mem.putLong(message + NAME, name);
        Mem.putInt(message + NAMELEN, nameLength);
        Mem.putLong(message + IOV, vectors);
        Mem.putLong(message + IOVLEN, vectorCount);
        Mem.putLong(message + CONTROL, control);
        Mem.putLong(message + CONTROLLEN, controlLength);
        Mem.putInt(message + FLAGS, 0);
    }

    /// {@return the length of the address that was received}
    public static int nameLength(final long message) {
        return Mem.getInt(message + NAMELEN);
    }

    /// {@return where control messages are, or 0}
    public static long control(final long message) {
        return Mem.getLong(message + CONTROL);
    }

    /// {@return the length of the control messages that were received}
    public static long controlLength(final long message) {
        return Mem.getLong(message + CONTROLLEN);
    }

    /// {@return what the kernel said on receiving: the `MSG_` constants of [Sock]}
    public static int flags(final long message) {
        return Mem.getInt(message + FLAGS);
    }
}
