package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.junit.jupiter.api.Test;

class DowncallTest {
    private final CallState state = CallState.create();

    @Test
    void returnsTheResultOfACallThatSucceeds() {
        try (Arena arena = Arena.ofConfined()) {
            final long pair = arena.allocate(8, 4).address();
            assertThat(FileCalls.pipe2(state, pair, Fd.O_CLOEXEC)).isZero();
            final int in = Mem.getInt(pair);
            final int out = Mem.getInt(pair + 4);
            final long text = arena.allocateFrom("hello").address();
            final long back = arena.allocate(16).address();
            assertThat(FileCalls.write(state, out, text, 5)).isEqualTo(5);
            assertThat(FileCalls.read(state, in, back, 16)).isEqualTo(5);
            assertThat(Mem.getString(back, 16)).isEqualTo("hello");
            assertThat(FileCalls.close(state, in)).isZero();
            assertThat(FileCalls.close(state, out)).isZero();
        }
    }

    @Test
    void returnsTheNegatedErrorOfACallThatFails() {
        assertThat(FileCalls.read(state, -1, 0, 0)).isEqualTo(-Errno.EBADF);
        assertThat(FileCalls.close(state, -1)).isEqualTo(-Errno.EBADF);
        assertThat(FileCalls.ioctl(state, -1, 0, 0)).isEqualTo(-Errno.EBADF);
        assertThat(MemoryCalls.mmap(state, 0, 0, 0, Mapping.MAP_PRIVATE | Mapping.MAP_ANONYMOUS, -1, 0)).isEqualTo(-Errno.EINVAL);
        assertThat(SystemCall.make(state, 9999, 0, 0, 0, 0, 0, 0)).isEqualTo(-Errno.ENOSYS);
        assertThat(state.errno()).isEqualTo(Errno.ENOSYS);
    }

    @Test
    void passesNegativeIntArguments() {
        try (Arena arena = Arena.ofConfined()) {
            final long pollFd = arena.allocate(PollFd.LAYOUT).address();
            PollFd.put(pollFd, -1, PollFd.POLLIN);
            assertThat(WaitCalls.poll(state, pollFd, 1, 1)).isZero();
        }
    }

    @Test
    void everyFunctionExistsInTheCLibrary() throws IllegalAccessException {
        // Linking happens when a class is initialised, and a missing function fails it.
        for (final Class<?> calls : List.of(FileCalls.class, MemoryCalls.class, ProcessCalls.class, SocketCalls.class, WaitCalls.class, SystemCall.class)) {
            MethodHandles.lookup().ensureInitialized(calls);
        }
    }

    @Test
    void tellsWhoCalls() {
        assertThat(ProcessCalls.gettid(state)).isPositive();
        assertThat(ProcessCalls.getppid(state)).isEqualTo((int) ProcessHandle.current().parent().orElseThrow().pid());
    }
}
