package dev.pollmode.sys;

/// Waits for one descriptor; see poll(2). For more than one there is [Epoll].
public final class Poll {
    private Poll() {
    }

    /// Waits until a descriptor can be read without waiting, or its peer is gone.
    ///
    /// @param fd        the descriptor
    /// @param timeoutMs how long at most, 0 for a look, -1 for ever
    /// @return whether it can
    public static boolean readable(final int fd, final int timeoutMs) {
        return await(fd, PollFd.POLLIN, timeoutMs) != 0;
    }

    /// Waits until a descriptor can be written without waiting, or its peer is gone.
    ///
    /// @param fd        the descriptor
    /// @param timeoutMs how long at most, 0 for a look, -1 for ever
    /// @return whether it can
    public static boolean writable(final int fd, final int timeoutMs) {
        return await(fd, PollFd.POLLOUT, timeoutMs) != 0;
    }

    /// Waits for events. A signal to the thread does not end the wait.
    ///
    /// @param fd        the descriptor
    /// @param events    the `POLL` constants of [PollFd], or-ed
    /// @param timeoutMs how long at most, 0 for a look, -1 for ever
    /// @return the events that came, 0 when none came in time
    /// @throws SysException when the kernel refuses
    public static int await(final int fd, final int events, final int timeoutMs) {
        final CallState state = CallState.current();
        final long start = System.nanoTime();
        int left = timeoutMs;
        while (true) {
            PollFd.put(state.scratch, fd, events);
            final int ready = WaitCalls.poll(state, state.scratch, 1, left);
            if (ready >= 0) {
                return ready == 0 ? 0 : PollFd.revents(state.scratch);
            }
            if (ready != -Errno.EINTR) {
                throw new SysException("poll(fd " + fd + ")", -ready, null);
            }
            if (timeoutMs > 0) {
                left = (int) Math.max(0, timeoutMs - (System.nanoTime() - start) / 1_000_000);
            }
        }
    }
}
