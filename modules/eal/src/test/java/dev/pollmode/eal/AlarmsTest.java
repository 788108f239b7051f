package dev.pollmode.eal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.sys.Errno;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AlarmsTest {
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final Logs logs = Logs.to(new PrintStream(logged, true, StandardCharsets.UTF_8), LogOptions.defaults());
    private final Interrupts interrupts = new Interrupts("eal-intr-test", CpuMask.ofProcess(), logs.logger("test"));
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final TestClock clock = new TestClock();
    private Alarms alarms = new Alarms(interrupts, clock, logs.logger("test"));

    @AfterEach
    void close() {
        alarms.close();
        assertThat(interrupts.close(10_000)).isTrue();
    }

    private void useTheSystemClock() {
        alarms.close();
        alarms = new Alarms(interrupts, Clock.system(), logs.logger("test"));
    }

    private Runnable note(final String text) {
        return () -> ran.add(text);
    }

    private static Duration ms(final long ms) {
        return Duration.ofMillis(ms);
    }

    /// VB-21: order by time, then by the order of setting; one thread.
    @Test
    void runsInTheOrderOfTime() {
        final List<Thread> threads = new CopyOnWriteArrayList<>();
        alarms.set(ms(30), note("c"));
        alarms.set(ms(10), note("a"));
        alarms.set(ms(20), note("b1"));
        alarms.set(ms(20), note("b2"));
        alarms.set(ms(10), () -> threads.add(Thread.currentThread()));
        clock.advance(ms(9));
        assertThat(ran).isEmpty();
        clock.advance(ms(11));
        assertThat(ran).containsExactly("a", "b1", "b2");
        clock.advance(ms(1_000));
        assertThat(ran).containsExactly("a", "b1", "b2", "c");
        assertThat(threads).singleElement().extracting(Thread::getName).isEqualTo("eal-intr-test");
    }

    /// VB-21.
    @Test
    void refusesWhatIsNoAlarm() {
        for (final Duration wrong : List.of(Duration.ZERO, Duration.ofNanos(999), ms(-1), Duration.ofDays(1_000_000))) {
            assertThatThrownBy(() -> alarms.set(wrong, note("never"))).isInstanceOf(EalException.class).extracting("errno")
                .isEqualTo(Errno.EINVAL);
        }
        assertThatThrownBy(() -> alarms.set(ms(1), null)).extracting("errno").isEqualTo(Errno.EINVAL);
        alarms.set(Duration.ofNanos(1_000), note("shortest"));
        clock.advance(Duration.ofNanos(1_000));
        assertThat(ran).containsExactly("shortest");
    }

    /// VB-24: ten seconds of an alarm that sets itself again each second.
    @Test
    void stepsFromAlarmToAlarmWhenTheClockIsAdvanced() {
        final AtomicReference<Runnable> again = new AtomicReference<>();
        again.set(() -> {
            ran.add("at " + clock.nowNs() / 1_000_000_000L);
            alarms.set(ms(1_000), again.get());
        });
        alarms.set(ms(1_000), again.get());
        clock.advance(ms(10_000));
        assertThat(ran).hasSize(10).startsWith("at 1", "at 2").endsWith("at 10");
        assertThat(alarms.pending()).isEqualTo(1);
    }

    /// VB-22.
    @Test
    void countsWhatItCancels() {
        final Consumer<String> callback = ran::add;
        final Runnable other = note("other");
        final Alarm first = alarms.set(ms(1), callback, "x");
        alarms.set(ms(2), callback, "y");
        alarms.set(ms(3), callback, "y");
        alarms.set(ms(4), callback, "z");
        alarms.set(ms(5), other);
        assertThat(alarms.cancelAll(callback, "y")).isEqualTo(2);
        assertThat(alarms.cancelAll(callback, "y")).isZero();
        assertThat(alarms.cancel(first)).isEqualTo(1);
        assertThat(first.state()).isEqualTo(Alarm.State.CANCELLED);
        assertThat(alarms.cancelAll(callback)).as("whatever the argument").isEqualTo(1);
        clock.advance(ms(10));
        assertThat(ran).containsExactly("other");
        assertThat(alarms.cancelAll(other)).as("it ran").isZero();
    }

    /// VB-22: a callback that cancels itself does not wait and sees itself running.
    @Test
    void doesNotMakeACallbackWaitForItself() {
        final AtomicReference<Alarm> self = new AtomicReference<>();
        self.set(alarms.set(ms(1), () -> ran.add(alarms.cancel(self.get()) + " " + self.get().state())));
        clock.advance(ms(1));
        assertThat(ran).containsExactly("0 RUNNING");
        assertThat(self.get().state()).isEqualTo(Alarm.State.DONE);
    }

    /// VB-22.
    @Test
    void waitsForACallbackThatRuns() throws InterruptedException {
        useTheSystemClock();
        final CountDownLatch inside = new CountDownLatch(1);
        final CountDownLatch mayEnd = new CountDownLatch(1);
        final AtomicBoolean ended = new AtomicBoolean();
        final CompletableFuture<Boolean> sawTheEnd = new CompletableFuture<>();
        final Alarm alarm = alarms.set(Duration.ofNanos(1_000), () -> {
            inside.countDown();
            uninterruptibly(mayEnd);
            ended.set(true);
        });
        inside.await();
        final Thread canceller = new Thread(() -> {
            alarms.cancel(alarm);
            sawTheEnd.complete(ended.get());
        });
        canceller.start();
        while (canceller.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(sawTheEnd).isNotDone();
        mayEnd.countDown();
        assertThat(sawTheEnd.join()).isTrue();
    }

    /// VB-22: an alarm that sets itself again is gone after it was cancelled, whenever that was.
    @Test
    void cancelsAnAlarmThatSetsItselfAgain() {
        useTheSystemClock();
        for (int i = 0; i < 300; i++) {
            final AtomicInteger runs = new AtomicInteger();
            final AtomicReference<Runnable> again = new AtomicReference<>();
            again.set(() -> {
                runs.incrementAndGet();
                alarms.set(Duration.ofNanos(1_000), again.get());
            });
            alarms.set(Duration.ofNanos(1_000), again.get());
            if (i % 2 == 0) {
                while (runs.get() == 0) {
                    Thread.onSpinWait();
                }
            }
            alarms.cancelAll(again.get());
            final int after = runs.get();
            assertThat(alarms.pending()).isZero();
            assertThat(runs).hasValue(after);
        }
    }

    /// Cancel against fire: each alarm either ran or was cancelled, never both and never neither.
    @Test
    void neitherLosesNorDoublesUnderStress() {
        useTheSystemClock();
        final Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            final AtomicInteger runs = new AtomicInteger();
            final Alarm alarm = alarms.set(Duration.ofNanos(1_000 + random.nextInt(30_000)), runs::incrementAndGet);
            for (int spin = random.nextInt(400); spin > 0; spin--) {
                Thread.onSpinWait();
            }
            final int cancelled = alarms.cancel(alarm);
            assertThat(cancelled + runs.get()).isEqualTo(1);
        }
    }

    /// VB-23.
    @Test
    void logsACallbackThatThrowsAndGoesOn() {
        alarms.set(ms(1), () -> {
            throw new IllegalStateException("broken callback");
        });
        alarms.set(ms(1), () -> {
            throw new AssertionError("broken assertion");
        });
        alarms.set(ms(1), note("next"));
        clock.advance(ms(1));
        assertThat(ran).containsExactly("next");
        assertThat(logged.toString(StandardCharsets.UTF_8)).contains("broken callback").contains("broken assertion");
    }

    @Test
    void comesInTimeOnTheSystemClock() {
        useTheSystemClock();
        final CompletableFuture<Long> ranNs = new CompletableFuture<>();
        final long startNs = System.nanoTime();
        alarms.set(ms(20), () -> ranNs.complete(System.nanoTime()));
        alarms.set(ms(100_000), note("late"));
        assertThat(ranNs.join() - startNs).isGreaterThanOrEqualTo(20_000_000L);
        assertThat(alarms.pending()).isEqualTo(1);
    }

    @Test
    void refusesToAdvanceTheClockInACallback() {
        alarms.set(ms(1), () -> {
            alarms.set(ms(1), note("second"));
            try {
                new TestClockUser(clock).advance();
            } catch (final IllegalStateException e) {
                ran.add("refused");
            }
        });
        clock.advance(ms(1));
        assertThat(ran).containsExactly("refused");
    }

    @Test
    void servesSeveralEnvironmentsInOneOrder() {
        final Interrupts others = new Interrupts("eal-intr-other", CpuMask.ofProcess(), logs.logger("test"));
        final Alarms second = new Alarms(others, clock, logs.logger("test"));
        try {
            second.set(ms(2), note("second at 2"));
            alarms.set(ms(1), note("first at 1"));
            alarms.set(ms(3), note("first at 3"));
            clock.advance(ms(3));
            assertThat(ran).containsExactly("first at 1", "second at 2", "first at 3");
        } finally {
            second.close();
            others.close(10_000);
        }
    }

    private record TestClockUser(TestClock clock) {
        void advance() {
            clock.advance(ms(1));
        }
    }

    private static void uninterruptibly(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
