package dev.pollmode.sys;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// The header of every netlink message.
///
/// | offset | size | field         | meaning                 |
/// |-------:|-----:|---------------|-------------------------|
/// |      0 |    4 | `nlmsg_len`   | length with this header |
/// |      4 |    2 | `nlmsg_type`  | what it is              |
/// |      6 |    2 | `nlmsg_flags` | `NLM_F_...`             |
/// |      8 |    4 | `nlmsg_seq`   | repeated by the answers |
/// |     12 |    4 | `nlmsg_pid`   | port id of a socket     |
///
/// `struct nlmsghdr` in `linux/netlink.h`; netlink(7). Host byte order. A message begins at a multiple of 4 bytes.
public final class NlMsgHdr {
    /// Where each field lies.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
        ValueLayout.JAVA_INT.withName("nlmsg_len"),
        ValueLayout.JAVA_SHORT.withName("nlmsg_type"),
        ValueLayout.JAVA_SHORT.withName("nlmsg_flags"),
        ValueLayout.JAVA_INT.withName("nlmsg_seq"),
        ValueLayout.JAVA_INT.withName("nlmsg_pid"));

    /// Bytes of this struct.
    public static final int SIZE = 16;

    private static final VarHandle NLMSG_LEN = LAYOUT.varHandle(PathElement.groupElement("nlmsg_len"));
    private static final VarHandle NLMSG_TYPE = LAYOUT.varHandle(PathElement.groupElement("nlmsg_type"));
    private static final VarHandle NLMSG_FLAGS = LAYOUT.varHandle(PathElement.groupElement("nlmsg_flags"));
    private static final VarHandle NLMSG_SEQ = LAYOUT.varHandle(PathElement.groupElement("nlmsg_seq"));
    private static final VarHandle NLMSG_PID = LAYOUT.varHandle(PathElement.groupElement("nlmsg_pid"));

    private NlMsgHdr() {
    }

    /// {@return the length of the message, header included}
    ///
    /// @param at where the struct begins
    public static int length(final MemorySegment at) {
        return (int) NLMSG_LEN.get(at, 0L);
    }

    /// Sets the length of the message, header included.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void length(final MemorySegment at, final int value) {
        NLMSG_LEN.set(at, 0L, value);
    }

    /// {@return what the message is: a type of the family, or one below 16 of netlink itself}
    ///
    /// @param at where the struct begins
    public static int type(final MemorySegment at) {
        return Short.toUnsignedInt((short) NLMSG_TYPE.get(at, 0L));
    }

    /// Sets what the message is.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void type(final MemorySegment at, final int value) {
        NLMSG_TYPE.set(at, 0L, (short) value);
    }

    /// {@return the flags, `NLM_F_...`}
    ///
    /// @param at where the struct begins
    public static int flags(final MemorySegment at) {
        return Short.toUnsignedInt((short) NLMSG_FLAGS.get(at, 0L));
    }

    /// Sets the flags, `NLM_F_...`.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void flags(final MemorySegment at, final int value) {
        NLMSG_FLAGS.set(at, 0L, (short) value);
    }

    /// {@return the sequence number, which an answer repeats}
    ///
    /// @param at where the struct begins
    public static int sequence(final MemorySegment at) {
        return (int) NLMSG_SEQ.get(at, 0L);
    }

    /// Sets the sequence number.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void sequence(final MemorySegment at, final int value) {
        NLMSG_SEQ.set(at, 0L, value);
    }

    /// {@return the port id of the socket that is meant}
    ///
    /// @param at where the struct begins
    public static int port(final MemorySegment at) {
        return (int) NLMSG_PID.get(at, 0L);
    }

    /// Sets the port id; 0 lets the kernel take that of the socket.
    ///
    /// @param at    where the struct begins
    /// @param value the new value
    public static void port(final MemorySegment at, final int value) {
        NLMSG_PID.set(at, 0L, value);
    }
}
