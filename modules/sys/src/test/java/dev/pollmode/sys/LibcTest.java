package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class LibcTest {
    private final CallState state = CallState.create();

    @Test
    void returnsTheResultOfACallThatSucceeds() {
        try (Arena arena = Arena.ofConfined()) {
            final long pair = arena.allocate(8, 4).address();
            assertThat(Libc.pipe2(state, pair, Fd.O_CLOEXEC)).isZero();
            final int in = Mem.getInt(pair);
            final int out = Mem.getInt(pair + 4);
            final long text = arena.allocateFrom("hello").address();
            final long back = arena.allocate(16).address();
            assertThat(Libc.write(state, out, text, 5)).isEqualTo(5);
            assertThat(Libc.read(state, in, back, 16)).isEqualTo(5);
            assertThat(Mem.getString(back, 16)).isEqualTo("hello");
            assertThat(Libc.close(state, in)).isZero();
            assertThat(Libc.close(state, out)).isZero();
        }
    }

    @Test
    void returnsTheNegatedErrorOfACallThatFails() {
        assertThat(Libc.read(state, -1, 0, 0)).isEqualTo(-Errno.EBADF);
        assertThat(Libc.close(state, -1)).isEqualTo(-Errno.EBADF);
        assertThat(Libc.ioctl(state, -1, 0, 0)).isEqualTo(-Errno.EBADF);
        assertThat(Libc.mmap(state, 0, 0, 0, Mapping.MAP_PRIVATE | Mapping.MAP_ANONYMOUS, -1, 0)).isEqualTo(-Errno.EINVAL);
        assertThat(Libc.syscall(state, 9999, 0, 0, 0, 0, 0, 0)).isEqualTo(-Errno.ENOSYS);
        assertThat(state.errno()).isEqualTo(Errno.ENOSYS);
    }

    @Test
    void passesNegativeIntArguments() {
        try (Arena arena = Arena.ofConfined()) {
            final long pollFd = arena.allocate(PollFd.LAYOUT).address();
            PollFd.put(pollFd, -1, PollFd.POLLIN);
            assertThat(Libc.poll(state, pollFd, 1, 1)).isZero();
        }
    }

    @Test
    void everyFunctionExistsInTheCLibrary() {
        // Linking happens when the class is initialised; a missing function would have failed it.
        assertThat(Libc.gettid(state)).isPositive();
        assertThat(Libc.getppid(state)).isEqualTo((int) ProcessHandle.current().parent().orElseThrow().pid());
    }
}
