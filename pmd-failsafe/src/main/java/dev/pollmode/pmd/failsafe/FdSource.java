package dev.pollmode.pmd.failsafe;

import dev.pollmode.eal.EalException;
import dev.pollmode.eal.Interrupts;
import dev.pollmode.sys.CallState;
import dev.pollmode.sys.Epoll;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Fd;
import dev.pollmode.sys.FileCalls;
import dev.pollmode.sys.Mem;
import dev.pollmode.sys.SysException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A sub-device named by lines that another part of the program writes, such as `0000:00:02.0`: the last whole line
/// counts, and counts for as long as no other follows.
///
/// The number is used once, to duplicate the descriptor; whoever gave it may close it or use it for something else. The
/// monitor guards all fields; nothing is called back while it is held.
final class FdSource implements SubSource {
    private static final int CHUNK = 4096;
    /// A line that doesn't end by then is not device arguments.
    private static final int LINE_MAX = 4096;

    private final int number;
    private final Fd fd;
    private final StringBuilder line = new StringBuilder();
    private boolean tooLong;
    private String last;
    private long lines;
    private Interrupts.Registration registration;

    private FdSource(final int number, final Fd fd) {
        this.number = number;
        this.fd = fd;
    }

    /// {@return a source}
    ///
    /// @param number a descriptor that is open
    /// @throws SysException EBADF when it isn't
    static FdSource of(final int number) {
        final Fd fd = Fd.check(FileCalls.fcntl(CallState.current(), number, Fd.F_DUPFD_CLOEXEC, 0), "fcntl(F_DUPFD_CLOEXEC, " + number + ")");
        try {
            fd.setNonBlocking();
            return new FdSource(number, fd);
        } catch (final RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    @Override
    public synchronized Optional<String> read() {
        readAll();
        return Optional.ofNullable(last);
    }

    @Override
    public void watch(final Interrupts interrupts, final Runnable onNews) {
        try {
            final Interrupts.Registration made = interrupts.register(fd.number(), Epoll.EPOLLIN, () -> onReadable(onNews));
            synchronized (this) {
                registration = made;
            }
        } catch (final EalException e) {
            if (e.errno() != Errno.EPERM) {
                throw e;
            }
            // A regular file can't be waited for; it is read at each poll.
        }
    }

    private void onReadable(final Runnable onNews) {
        final boolean news;
        final boolean ended;
        synchronized (this) {
            final long before = lines;
            ended = readAll();
            // The same line again says that the device is there again.
            news = lines != before;
        }
        if (ended) {
            unwatch();
        }
        if (news) {
            onNews.run();
        }
    }

    /// {@return whether nothing will ever come again}
    private boolean readAll() {
        if (!fd.isOpen()) {
            return true;
        }
        try (Arena arena = Arena.ofConfined()) {
            final long buffer = arena.allocate(CHUNK).address();
            final byte[] bytes = new byte[CHUNK];
            while (true) {
                final long count = FileCalls.read(CallState.current(), fd.number(), buffer, CHUNK);
                if (count <= 0) {
                    return count != -Errno.EAGAIN && count != -Errno.EINTR;
                }
                Mem.copy(buffer, bytes, 0, (int) count);
                take(new String(bytes, 0, (int) count, StandardCharsets.UTF_8));
            }
        }
    }

    private void take(final String text) {
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c == '\n') {
                endLine();
            } else if (line.length() < LINE_MAX) {
                line.append(c);
            } else {
                tooLong = true;
            }
        }
    }

    private void endLine() {
        final String whole = line.toString().strip();
        if (!whole.isEmpty() && !tooLong) {
            last = whole;
            lines++;
        }
        line.setLength(0);
        tooLong = false;
    }

    private void unwatch() {
        final Interrupts.Registration ending;
        synchronized (this) {
            ending = registration;
            registration = null;
        }
        if (ending != null) {
            ending.close();
        }
    }

    @Override
    public String text() {
        return "fd(" + number + ")";
    }

    @Override
    public void close() {
        unwatch();
        synchronized (this) {
            fd.close();
        }
    }
}
