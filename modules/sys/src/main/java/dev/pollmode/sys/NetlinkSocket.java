package dev.pollmode.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/// A netlink socket: sends to the kernel, and receives what the kernel sends. What others send is thrown away.
///
/// Never blocks but in [#receive(long, String)]. Not for two threads at once; [Netlink] sees to that.
/// netlink(7), Documentation/userspace-api/netlink of the kernel.
final class NetlinkSocket implements NetlinkTransport {
    private static final int SOL_NETLINK = 270;
    private static final int CAP_ACK = 10;
    private static final int EXT_ACK = 11;
    private static final int GET_STRICT_CHK = 12;
    // What the kernel fills a datagram of a dump up to.
    private static final int FIRST_BUFFER = 32 * 1024;
    // No socket buffer of the kernel comes near.
    private static final int MAX_DATAGRAM = 64 * 1024 * 1024;
    private static final int LOOK = Sock.MSG_PEEK | Sock.MSG_TRUNC | Sock.MSG_DONTWAIT;
    private static final int TAKE = Sock.MSG_TRUNC | Sock.MSG_DONTWAIT;

    private final Fd fd;
    // Memory of automatic arenas: closing a shared arena would stop every thread of the JVM for a moment, lcores too.
    private final MemorySegment small = Arena.ofAuto().allocate(SockaddrNl.SIZE + Integer.BYTES, Long.BYTES);
    private final long sender = small.address();
    private final long senderLength = sender + SockaddrNl.SIZE;
    private MemorySegment buffer = Arena.ofAuto().allocate(FIRST_BUFFER, Long.BYTES);

    /// Opens a socket in the network namespace of the calling thread.
    ///
    /// @param protocol `NETLINK_...`
    /// @param groups   multicast groups to join, a bit each
    /// @throws SysException when the kernel refuses
    NetlinkSocket(final int protocol, final int groups) {
        final CallState state = CallState.current();
        final int type = Sock.SOCK_RAW | Sock.SOCK_CLOEXEC | Sock.SOCK_NONBLOCK;
        fd = Fd.check(SocketCalls.socket(state, Sock.AF_NETLINK, type, protocol), "socket(AF_NETLINK, " + protocol + ")");
        try {
            Mem.fill(sender, SockaddrNl.SIZE, (byte) 0);
            SockaddrNl.family(sender, Sock.AF_NETLINK);
            SockaddrNl.groups(sender, groups);
            SysException.check(SocketCalls.bind(state, fd.number(), sender, SockaddrNl.SIZE), "bind(AF_NETLINK, " + protocol + ")");
            // Conveniences of newer kernels: without them errors come without words, and filters of dumps are not looked at.
            enable(state, CAP_ACK);
            enable(state, EXT_ACK);
            enable(state, GET_STRICT_CHK);
        } catch (final RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    /// {@return the socket, for poll(2)}
    Fd fd() {
        return fd;
    }

    /// Asks for a receive buffer of a size, beyond the limit of the system where the kernel permits it.
    ///
    /// @param bytes the size
    void receiveBuffer(final int bytes) {
        final CallState state = CallState.current();
        Mem.putInt(senderLength, bytes);
        if (SocketCalls.setsockopt(state, fd.number(), Sock.SOL_SOCKET, Sock.SO_RCVBUFFORCE, senderLength, Integer.BYTES) < 0) {
            SysException.check(SocketCalls.setsockopt(state, fd.number(), Sock.SOL_SOCKET, Sock.SO_RCVBUF, senderLength, Integer.BYTES),
                "setsockopt(SO_RCVBUF, " + bytes + ")");
        }
    }

    @Override
    public void send(final MemorySegment message, final String operation) {
        final CallState state = CallState.current();
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment copy = arena.allocate(message.byteSize(), Long.BYTES).copyFrom(message);
            Mem.fill(sender, SockaddrNl.SIZE, (byte) 0);
            SockaddrNl.family(sender, Sock.AF_NETLINK);
            long sent;
            do {
                sent = SocketCalls.sendto(state, fd.number(), copy.address(), copy.byteSize(), 0, sender, SockaddrNl.SIZE);
            } while (sent == -Errno.EINTR);
            SysException.check(sent, operation);
        }
    }

    @Override
    public MemorySegment receive(final long timeoutNs, final String operation) {
        final long end = System.nanoTime() + timeoutNs;
        while (true) {
            final MemorySegment datagram = poll(operation);
            if (datagram != null) {
                return datagram;
            }
            final long remaining = end - System.nanoTime();
            if (remaining <= 0) {
                throw new SysException(operation, Errno.ETIMEDOUT, "the kernel did not answer");
            }
            Poll.readable(fd.number(), (int) Math.min(TimeUnit.NANOSECONDS.toMillis(remaining) + 1, Integer.MAX_VALUE));
        }
    }

    /// Takes a datagram of the kernel if one waits.
    ///
    /// @param operation what is waited for, for the exception
    /// @return the datagram, valid until the next call, or null
    /// @throws SysException `ENOBUFS` when datagrams were lost
    MemorySegment poll(final String operation) {
        final CallState state = CallState.current();
        while (true) {
            // A look first: a datagram that is longer than the buffer would be cut when taken.
            final long length = receive(state, LOOK, operation);
            if (length < 0) {
                return null;
            }
            if (length > buffer.byteSize()) {
                grow(length, operation);
            }
            final long taken = receive(state, TAKE, operation);
            if (taken >= 0 && taken <= buffer.byteSize() && isFromKernel()) {
                return buffer.asSlice(0, taken);
            }
        }
    }

    // -1: nothing there.
    private long receive(final CallState state, final int flags, final String operation) {
        while (true) {
            Mem.putInt(senderLength, SockaddrNl.SIZE);
            final long result = SocketCalls.recvfrom(state, fd.number(), buffer.address(), buffer.byteSize(), flags, sender, senderLength);
            if (result == -Errno.EAGAIN) {
                return -1;
            }
            if (result != -Errno.EINTR) {
                return SysException.check(result, operation);
            }
        }
    }

    private boolean isFromKernel() {
        return Mem.getInt(senderLength) >= SockaddrNl.SIZE && SockaddrNl.family(sender) == Sock.AF_NETLINK && SockaddrNl.port(sender) == 0;
    }

    private void grow(final long length, final String operation) {
        if (length > MAX_DATAGRAM) {
            throw new SysException(operation, Errno.EMSGSIZE, "a datagram of " + length + " bytes");
        }
        buffer = Arena.ofAuto().allocate(length, Long.BYTES);
    }

    private void enable(final CallState state, final int option) {
        Mem.putInt(senderLength, 1);
        SocketCalls.setsockopt(state, fd.number(), SOL_NETLINK, option, senderLength, Integer.BYTES);
    }

    @Override
    public void close() {
        fd.close();
    }
}
