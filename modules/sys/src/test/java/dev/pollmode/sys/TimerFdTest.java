package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TimerFdTest {
    private static final long MS = 1_000_000;

    @Test
    void expiresOnceAndNotBeforeItsTime() {
        try (TimerFd timer = TimerFd.create()) {
            final long start = System.nanoTime();
            timer.expireAfter(20 * MS);
            assertThat(Poll.readable(timer.fd().number(), 5000)).isTrue();
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20 * MS);
            assertThat(timer.expirations()).isEqualTo(1);
            assertThat(timer.expirations()).isZero();
        }
    }

    @Test
    void runsByTheClockOfNanoTime() {
        try (TimerFd timer = TimerFd.create()) {
            final long due = System.nanoTime() + 20 * MS;
            timer.expireAt(due);
            assertThat(Poll.readable(timer.fd().number(), 5000)).isTrue();
            assertThat(System.nanoTime() - due).isBetween(0L, 4000 * MS);
        }
    }

    @Test
    void aTimeThatHasPassedIsAtOnce() {
        try (TimerFd timer = TimerFd.create()) {
            timer.expireAt(System.nanoTime() - MS);
            assertThat(Poll.readable(timer.fd().number(), 5000)).isTrue();
            timer.expireAfter(-5);
            assertThat(Poll.readable(timer.fd().number(), 5000)).isTrue();
        }
    }

    @Test
    void aPeriodCountsUntilItIsDisarmed() {
        try (TimerFd timer = TimerFd.create()) {
            timer.expireEvery(MS);
            long count = 0;
            while (count < 5) {
                assertThat(Poll.readable(timer.fd().number(), 5000)).isTrue();
                count += timer.expirations();
            }
            timer.disarm();
            timer.expirations();
            assertThat(Poll.readable(timer.fd().number(), 10)).isFalse();
            assertThatThrownBy(() -> timer.expireEvery(0)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
