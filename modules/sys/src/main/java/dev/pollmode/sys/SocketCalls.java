package dev.pollmode.sys;

import java.lang.invoke.MethodHandle;

/// Calls on sockets, and on the names of network interfaces; [CallState] says what holds of all.
public final class SocketCalls {
    private static final MethodHandle SOCKET = Downcall.function("socket", 3);
    private static final MethodHandle SOCKETPAIR = Downcall.function("socketpair", 4);
    private static final MethodHandle BIND = Downcall.function("bind", 3);
    private static final MethodHandle CONNECT = Downcall.function("connect", 3);
    private static final MethodHandle LISTEN = Downcall.function("listen", 2);
    private static final MethodHandle ACCEPT4 = Downcall.function("accept4", 4);
    private static final MethodHandle SHUTDOWN = Downcall.function("shutdown", 2);
    private static final MethodHandle SEND = Downcall.function("send", 4);
    private static final MethodHandle RECV = Downcall.function("recv", 4);
    private static final MethodHandle SENDTO = Downcall.function("sendto", 6);
    private static final MethodHandle RECVFROM = Downcall.function("recvfrom", 6);
    private static final MethodHandle SENDMSG = Downcall.function("sendmsg", 3);
    private static final MethodHandle RECVMSG = Downcall.function("recvmsg", 3);
    private static final MethodHandle SENDMMSG = Downcall.function("sendmmsg", 4);
    private static final MethodHandle RECVMMSG = Downcall.function("recvmmsg", 5);
    private static final MethodHandle SETSOCKOPT = Downcall.function("setsockopt", 5);
    private static final MethodHandle GETSOCKOPT = Downcall.function("getsockopt", 5);
    private static final MethodHandle GETSOCKNAME = Downcall.function("getsockname", 3);
    private static final MethodHandle GETPEERNAME = Downcall.function("getpeername", 3);
    private static final MethodHandle IF_NAMETOINDEX = Downcall.function("if_nametoindex", 1);

    private SocketCalls() {
    }

    /// Creates a socket; see socket(2).
    ///
    /// @return the descriptor, or `-errno`
    public static int socket(final CallState state, final int domain, final int type, final int protocol) {
        try {
            return Downcall.intResult(state, (long) SOCKET.invokeExact(state.segment, (long) domain, (long) type, (long) protocol));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Creates two connected sockets; see socketpair(2). `fds` is the address of two ints.
    ///
    /// @return 0, or `-errno`
    public static int socketpair(final CallState state, final int domain, final int type, final int protocol, final long fds) {
        try {
            return Downcall.intResult(state, (long) SOCKETPAIR.invokeExact(state.segment, (long) domain, (long) type, (long) protocol, fds));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Names a socket; see bind(2).
    ///
    /// @return 0, or `-errno`
    public static int bind(final CallState state, final int fd, final long socketAddress, final int length) {
        try {
            return Downcall.intResult(state, (long) BIND.invokeExact(state.segment, (long) fd, socketAddress, (long) length));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Connects a socket; see connect(2).
    ///
    /// @return 0, or `-errno`
    public static int connect(final CallState state, final int fd, final long socketAddress, final int length) {
        try {
            return Downcall.intResult(state, (long) CONNECT.invokeExact(state.segment, (long) fd, socketAddress, (long) length));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Lets a socket accept connections; see listen(2).
    ///
    /// @return 0, or `-errno`
    public static int listen(final CallState state, final int fd, final int backlog) {
        try {
            return Downcall.intResult(state, (long) LISTEN.invokeExact(state.segment, (long) fd, (long) backlog));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Accepts a connection; see accept4(2). `socketAddress` and `length` may be 0.
    ///
    /// @return the descriptor, or `-errno`
    public static int accept4(final CallState state, final int fd, final long socketAddress, final long length, final int flags) {
        try {
            return Downcall.intResult(state, (long) ACCEPT4.invokeExact(state.segment, (long) fd, socketAddress, length, (long) flags));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Ends one or both directions of a connection; see shutdown(2).
    ///
    /// @return 0, or `-errno`
    public static int shutdown(final CallState state, final int fd, final int how) {
        try {
            return Downcall.intResult(state, (long) SHUTDOWN.invokeExact(state.segment, (long) fd, (long) how));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Sends on a connected socket; see send(2).
    ///
    /// @return bytes sent, or `-errno`
    public static long send(final CallState state, final int fd, final long address, final long length, final int flags) {
        try {
            return Downcall.longResult(state, (long) SEND.invokeExact(state.segment, (long) fd, address, length, (long) flags));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Receives from a connected socket; see recv(2).
    ///
    /// @return bytes received, or `-errno`
    public static long recv(final CallState state, final int fd, final long address, final long length, final int flags) {
        try {
            return Downcall.longResult(state, (long) RECV.invokeExact(state.segment, (long) fd, address, length, (long) flags));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Sends to an address; see sendto(2).
    ///
    /// @return bytes sent, or `-errno`
    public static long sendto(
            final CallState state, final int fd, final long address, final long length, final int flags, final long socketAddress, final int addressLength) {
        try {
            return Downcall.longResult(state,
                (long) SENDTO.invokeExact(state.segment, (long) fd, address, length, (long) flags, socketAddress, (long) addressLength));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Receives, and tells from whom; see recvfrom(2). `socketAddress` and `addressLength` (the address of an int) may be 0.
    ///
    /// @return bytes received, or `-errno`
    public static long recvfrom(
            final CallState state, final int fd, final long address, final long length, final int flags, final long socketAddress, final long addressLength) {
        try {
            return Downcall.longResult(state,
                (long) RECVFROM.invokeExact(state.segment, (long) fd, address, length, (long) flags, socketAddress, addressLength));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Sends with control data; see sendmsg(2). `message` is the address of a [MsgHdr].
    ///
    /// @return bytes sent, or `-errno`
    public static long sendmsg(final CallState state, final int fd, final long message, final int flags) {
        try {
            return Downcall.longResult(state, (long) SENDMSG.invokeExact(state.segment, (long) fd, message, (long) flags));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Receives with control data; see recvmsg(2). `message` is the address of a [MsgHdr].
    ///
    /// @return bytes received, or `-errno`
    public static long recvmsg(final CallState state, final int fd, final long message, final int flags) {
        try {
            return Downcall.longResult(state, (long) RECVMSG.invokeExact(state.segment, (long) fd, message, (long) flags));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Sends several messages; see sendmmsg(2). `messages` is the address of an array of `mmsghdr`.
    ///
    /// @return messages sent, or `-errno`
    public static int sendmmsg(final CallState state, final int fd, final long messages, final int count, final int flags) {
        try {
            return Downcall.intResult(state, (long) SENDMMSG.invokeExact(state.segment, (long) fd, messages, (long) count, (long) flags));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Receives several messages; see recvmmsg(2). `messages` is the address of an array of `mmsghdr`; `timeout` may be 0.
    ///
    /// @return messages received, or `-errno`
    public static int recvmmsg(
            final CallState state, final int fd, final long messages, final int count, final int flags, final long timeout) {
        try {
            return Downcall.intResult(state, (long) RECVMMSG.invokeExact(state.segment, (long) fd, messages, (long) count, (long) flags, timeout));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Sets an option; see setsockopt(2).
    ///
    /// @return 0, or `-errno`
    public static int setsockopt(
            final CallState state, final int fd, final int level, final int option, final long value, final int length) {
        try {
            return Downcall.intResult(state,
                (long) SETSOCKOPT.invokeExact(state.segment, (long) fd, (long) level, (long) option, value, (long) length));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Tells an option; see getsockopt(2). `length` is the address of an int.
    ///
    /// @return 0, or `-errno`
    public static int getsockopt(
            final CallState state, final int fd, final int level, final int option, final long value, final long length) {
        try {
            return Downcall.intResult(state, (long) GETSOCKOPT.invokeExact(state.segment, (long) fd, (long) level, (long) option, value, length));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Tells the own address; see getsockname(2). `length` is the address of an int.
    ///
    /// @return 0, or `-errno`
    public static int getsockname(final CallState state, final int fd, final long socketAddress, final long length) {
        try {
            return Downcall.intResult(state, (long) GETSOCKNAME.invokeExact(state.segment, (long) fd, socketAddress, length));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Tells the address of the peer; see getpeername(2). `length` is the address of an int.
    ///
    /// @return 0, or `-errno`
    public static int getpeername(final CallState state, final int fd, final long socketAddress, final long length) {
        try {
            return Downcall.intResult(state, (long) GETPEERNAME.invokeExact(state.segment, (long) fd, socketAddress, length));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }

    /// Tells the number of a network interface; see if_nametoindex(3). `name` is the address of a zero-terminated string.
    ///
    /// @return the number, or `-errno`
    public static int ifNametoindex(final CallState state, final long name) {
        try {
            return Downcall.intResult(state, (long) IF_NAMETOINDEX.invokeExact(state.segment, name));
        } catch (final Throwable t) {
            throw Downcall.impossible(t);
        }
    }
}
