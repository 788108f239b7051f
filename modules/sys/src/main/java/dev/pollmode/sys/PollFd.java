package dev.pollmode.sys;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/// A descriptor that poll(2) waits for.
///
/// | offset | size | field     | meaning                |
/// |-------:|-----:|-----------|------------------------|
/// |      0 |    4 | `fd`      | the descriptor         |
/// |      4 |    2 | `events`  | what to wait for       |
/// |      6 |    2 | `revents` | what happened          |
///
/// `struct pollfd` of `asm-generic/poll.h`.
public final class PollFd {
    /// There is something to read.
    public static final int POLLIN = 0x01;
    /// Something urgent to read.
    public static final int POLLPRI = 0x02;
    /// Writing will not wait.
    public static final int POLLOUT = 0x04;
    /// An error; reported whether asked or not.
    public static final int POLLERR = 0x08;
    /// The peer is gone; reported whether asked or not.
    public static final int POLLHUP = 0x10;
    /// Not an open descriptor; reported whether asked or not.
    public static final int POLLNVAL = 0x20;

    /// The structure.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
        ValueLayout.JAVA_INT.withName("fd"),
        ValueLayout.JAVA_SHORT.withName("events"),
        ValueLayout.JAVA_SHORT.withName("revents"));
    /// Its size in bytes.
    public static final int SIZE = (int) LAYOUT.byteSize();

    private static final long FD = LAYOUT.byteOffset(groupElement("fd"));
    private static final long EVENTS = LAYOUT.byteOffset(groupElement("events"));
    private static final long REVENTS = LAYOUT.byteOffset(groupElement("revents"));

    private PollFd() {
    }

    /// Fills the structure at an address.
    public static void put(final long pollFd, final int fd, final int events) {
        Mem.putInt(pollFd + FD, fd);
        Mem.putShort(pollFd + EVENTS, (short) events);
        Mem.putShort(pollFd + REVENTS, (short) 0);
    }

    /// {@return what happened: the `POLL` constants, or-ed}
    public static int revents(final long pollFd) {
        return Mem.getShort(pollFd + REVENTS);
    }
}
