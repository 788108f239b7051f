package dev.pollmode.sys;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/// One of the messages of sendmmsg(2) and recvmmsg(2).
///
/// | offset | size | field     | meaning                                       |
/// |-------:|-----:|-----------|-----------------------------------------------|
/// |      0 |   56 | `msg_hdr` | the message, a [MsgHdr]                       |
/// |     56 |    4 | `msg_len` | bytes of it that were sent or received        |
///
/// `struct mmsghdr` of the kernel's `linux/socket.h`, 64-bit.
public final class MmsgHdr {
    /// The structure.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
        MsgHdr.LAYOUT.withName("msg_hdr"),
        ValueLayout.JAVA_INT.withName("msg_len"),
        MemoryLayout.paddingLayout(4));
    /// Its size in bytes.
    public static final int SIZE = (int) LAYOUT.byteSize();

    private static final long LEN = LAYOUT.byteOffset(groupElement("msg_len"));

    private MmsgHdr() {
    }

    /// {@return how many bytes of the message were sent or received}
    public static int length(final long message) {
        return Mem.getInt(message + LEN);
    }
}
