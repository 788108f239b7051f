package dev.pollmode.eal;

import dev.pollmode.sys.Epoll;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.SysException;
import java.util.ArrayList;
import java.util.List;

/// A descriptor that is watched, and the callbacks that watch it. Under the lock of [Interrupts].
final class InterruptSource {
    private final long id;
    private final int fd;
    private final List<Interrupts.Registration> registrations = new ArrayList<>();

    /// @param id    never used twice, so that a late event of a descriptor that was closed finds nobody
    /// @param first watches it
    InterruptSource(final long id, final Interrupts.Registration first) {
        this.id = id;
        fd = first.fd;
        registrations.add(first);
    }

    long id() {
        return id;
    }

    boolean isEmpty() {
        return registrations.isEmpty();
    }

    /// Adds a callback, unless the descriptor that was watched is closed and its number means another one now.
    boolean tryAdd(final Interrupts.Registration registration, final Epoll epoll) {
        registrations.add(registration);
        try {
            epoll.modify(fd, interest(), id);
            return true;
        } catch (final SysException e) {
            registrations.remove(registration);
            if (e.errno() == Errno.ENOENT) {
                return false;
            }
            throw e;
        }
    }

    /// Removes a callback.
    ///
    /// @return whether it was there
    boolean remove(final Interrupts.Registration registration, final Epoll epoll) {
        if (!registrations.remove(registration)) {
            return false;
        }
        try {
            if (registrations.isEmpty()) {
                epoll.remove(fd);
            } else {
                epoll.modify(fd, interest(), id);
            }
        } catch (final SysException e) {
            if (e.errno() != Errno.ENOENT && e.errno() != Errno.EBADF) {
                throw e; // those two: it was closed before, and the kernel has forgotten it
            }
        }
        return true;
    }

    /// {@return the callbacks that wait for one of these events}
    List<Interrupts.Registration> matching(final int events) {
        return registrations.stream()
            .filter(registration -> (events & (registration.events | Epoll.EPOLLERR | Epoll.EPOLLHUP)) != 0).toList();
    }

    private int interest() {
        return registrations.stream().mapToInt(registration -> registration.events).reduce(0, (a, b) -> a | b);
    }
}
