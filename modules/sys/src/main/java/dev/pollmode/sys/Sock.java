package dev.pollmode.sys;

/// Constants of sockets that are the same on x86-64 and arm64 (`sys/socket.h`, `asm-generic/socket.h`).
public final class Sock {
    /// Sockets in the file system; see unix(7).
    public static final int AF_UNIX = 1;
    /// IPv4.
    public static final int AF_INET = 2;
    /// IPv6.
    public static final int AF_INET6 = 10;
    /// Messages to and from the kernel; see netlink(7).
    public static final int AF_NETLINK = 16;
    /// Frames of interfaces; see packet(7).
    public static final int AF_PACKET = 17;

    /// A stream of bytes.
    public static final int SOCK_STREAM = 1;
    /// Datagrams.
    public static final int SOCK_DGRAM = 2;
    /// Raw access.
    public static final int SOCK_RAW = 3;
    /// A connection that keeps the borders of messages.
    public static final int SOCK_SEQPACKET = 5;
    /// Or-ed to a type: never wait.
    public static final int SOCK_NONBLOCK = 0x800;
    /// Or-ed to a type: close on exec.
    public static final int SOCK_CLOEXEC = 0x80000;

    /// The level of the options below.
    public static final int SOL_SOCKET = 1;
    /// Type of the socket.
    public static final int SO_TYPE = 3;
    /// The pending error, which reading clears.
    public static final int SO_ERROR = 4;
    /// Size of the send buffer.
    public static final int SO_SNDBUF = 7;
    /// Size of the receive buffer.
    public static final int SO_RCVBUF = 8;
    /// Credentials of the peer of a Unix socket.
    public static final int SO_PEERCRED = 17;
    /// Timeout of receiving, a `timeval`.
    public static final int SO_RCVTIMEO = 20;
    /// Timeout of sending, a `timeval`.
    public static final int SO_SNDTIMEO = 21;
    /// Attach a classic BPF filter.
    public static final int SO_ATTACH_FILTER = 26;
    /// Size of the send buffer beyond the system's limit (CAP_NET_ADMIN).
    public static final int SO_SNDBUFFORCE = 32;
    /// Size of the receive buffer beyond the system's limit (CAP_NET_ADMIN).
    public static final int SO_RCVBUFFORCE = 33;
    /// Let new descriptors come in control messages: the type of such a message.
    public static final int SCM_RIGHTS = 1;

    /// Look without taking.
    public static final int MSG_PEEK = 0x02;
    /// Set by the kernel: control data did not fit.
    public static final int MSG_CTRUNC = 0x08;
    /// Set by the kernel: data did not fit. Given by the caller: return the real length.
    public static final int MSG_TRUNC = 0x20;
    /// Do not wait for this call.
    public static final int MSG_DONTWAIT = 0x40;
    /// Wait for all of it.
    public static final int MSG_WAITALL = 0x100;
    /// No SIGPIPE.
    public static final int MSG_NOSIGNAL = 0x4000;
    /// Received descriptors close on exec.
    public static final int MSG_CMSG_CLOEXEC = 0x40000000;

    /// shutdown(2): no more receiving.
    public static final int SHUT_RD = 0;
    /// shutdown(2): no more sending.
    public static final int SHUT_WR = 1;
    /// shutdown(2): neither.
    public static final int SHUT_RDWR = 2;

    private Sock() {
    }
}
