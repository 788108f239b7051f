package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventFdTest {
    @Test
    void drainTellsHowOftenItWasSignalled() {
        try (EventFd event = EventFd.create()) {
            assertThat(event.drain()).isZero();
            event.signal();
            event.signal();
            assertThat(event.await(0)).isTrue();
            assertThat(event.drain()).isEqualTo(2);
            assertThat(event.await(0)).isFalse();
        }
    }

    @Test
    void wakesAWaiter() throws InterruptedException {
        try (EventFd event = EventFd.create()) {
            final boolean[] woken = new boolean[1];
            final Thread waiter = new Thread(() -> woken[0] = event.await(10_000));
            waiter.start();
            event.signal();
            waiter.join();
            assertThat(woken[0]).isTrue();
        }
    }

    @Test
    void aFullCounterKeepsItsValueAndSaysSo() {
        final CallState state = CallState.create();
        try (EventFd event = EventFd.create()) {
            Mem.putLong(state.scratch, -2);
            assertThat(FileCalls.write(state, event.fd().number(), state.scratch, 8)).isEqualTo(8);
            assertThat(event.signal(state)).isEqualTo(-Errno.EAGAIN);
            assertThat(event.drain(state)).isEqualTo(-2);
        }
    }

    @Test
    void closesItsDescriptor() {
        final int before = OpenFds.count();
        for (int i = 0; i < 100; i++) {
            final EventFd event = EventFd.create();
            event.close();
            event.close();
        }
        assertThat(OpenFds.count()).isEqualTo(before);
    }
}
