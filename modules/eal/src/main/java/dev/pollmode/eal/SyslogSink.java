package dev.pollmode.eal;

import dev.pollmode.sys.CallState;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Fd;
import dev.pollmode.sys.Sock;
import dev.pollmode.sys.SocketCalls;
import dev.pollmode.sys.SysException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/// Sends messages to the socket of syslog as datagrams `<priority>pollmode[pid]: component: text`, as syslog(3) does.
///
/// What the socket does not take at once is dropped: a log does not wait.
final class SyslogSink implements LogSink {
    private static final int MESSAGE_MAX = 8192;
    /// The length of `sun_path` in `struct sockaddr_un`, see unix(7).
    private static final int PATH_MAX = 108;
    private static final int ERR = 3;
    private static final int WARNING = 4;
    private static final int NOTICE = 5;
    private static final int DEBUG = 7;

    private final int facility;
    private final Fd socket;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment message = arena.allocate(MESSAGE_MAX);
    private boolean closed;

    private SyslogSink(final LogOptions.Facility facility, final Fd socket) {
        this.facility = facility.ordinal() << 3;
        this.socket = socket;
    }

    /// Connects to syslog.
    ///
    /// @param facility what the messages are about
    /// @param path     the socket, `/dev/log` as a rule
    /// @return the sink, the caller's to close
    /// @throws EalException if nobody listens there
    static SyslogSink open(final LogOptions.Facility facility, final Path path) {
        final byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
        if (name.length >= PATH_MAX) {
            throw new EalException(Errno.EINVAL, "--syslog: the path " + path + " is too long for a socket");
        }
        final CallState state = CallState.current();
        final Fd socket = Fd.check(SocketCalls.socket(state, Sock.AF_UNIX, Sock.SOCK_DGRAM | Sock.SOCK_CLOEXEC, 0), "socket(AF_UNIX)");
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment address = arena.allocate(Short.BYTES + PATH_MAX, Short.BYTES);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) Sock.AF_UNIX);
            MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, Short.BYTES, name.length);
            SysException.check(SocketCalls.connect(state, socket.number(), address.address(), (int) address.byteSize()),
                "connect(" + path + ")", "--syslog needs a syslog daemon");
            return new SyslogSink(facility, socket);
        } catch (final SysException e) {
            socket.close();
            throw new EalException(e.errno(), e.getMessage(), e);
        }
    }

    @Override
    public void write(final System.Logger.Level level, final String component, final String text) {
        if (closed) {
            return;
        }
        final String line = "<" + (facility | priority(level)) + ">pollmode[" + ProcessHandle.current().pid() + "]: "
            + component + ": " + text;
        final byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        final byte[] fitting = bytes.length > MESSAGE_MAX ? Arrays.copyOf(bytes, MESSAGE_MAX) : bytes;
        MemorySegment.copy(fitting, 0, message, ValueLayout.JAVA_BYTE, 0, fitting.length);
        // The result does not matter: there is nobody to tell but the log.
        SocketCalls.send(CallState.current(), socket.number(), message.address(), fitting.length,
            Sock.MSG_DONTWAIT | Sock.MSG_NOSIGNAL);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            socket.close();
            arena.close();
        }
    }

    private static int priority(final System.Logger.Level level) {
        return switch (level) {
            case ERROR -> ERR;
            case WARNING -> WARNING;
            case INFO -> NOTICE;
            default -> DEBUG;
        };
    }
}
