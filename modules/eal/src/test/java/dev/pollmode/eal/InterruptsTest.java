package dev.pollmode.eal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollmode.sys.Epoll;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.EventFd;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InterruptsTest {
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final Logs logs = Logs.to(new PrintStream(logged, true, StandardCharsets.UTF_8), LogOptions.defaults());
    private final Interrupts interrupts = new Interrupts("eal-intr-test", CpuMask.ofProcess(), logs.logger("test"));
    private final EventFd device = EventFd.create();
    private final BlockingQueue<String> ran = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        assertThat(interrupts.close(10_000)).isTrue();
        device.close();
    }

    private Interrupts.Registration register(final Runnable callback) {
        return interrupts.register(device.fd().number(), Epoll.EPOLLIN, callback);
    }

    @Test
    void callsBackOnItsThreadWhenTheDescriptorIsReady() throws InterruptedException {
        register(() -> {
            device.drain();
            ran.add(Thread.currentThread().getName() + " " + interrupts.onThread());
        });
        for (int i = 0; i < 3; i++) {
            device.signal();
            assertThat(ran.take()).isEqualTo("eal-intr-test true");
        }
    }

    @Test
    void callsEveryCallbackOfADescriptorAndOnlyThoseLeft() throws InterruptedException {
        final Interrupts.Registration first = register(() -> ran.add("first"));
        register(() -> {
            device.drain();
            ran.add("second");
        });
        device.signal();
        assertThat(ran.take() + ran.take()).isEqualTo("firstsecond");
        first.close();
        first.close();
        device.signal();
        assertThat(ran.take()).isEqualTo("second");
        assertThat(ran).isEmpty();
    }

    @Test
    void refusesADescriptorThatIsNone() {
        final int closed;
        try (EventFd other = EventFd.create()) {
            closed = other.fd().number();
        }
        assertThatThrownBy(() -> interrupts.register(closed, Epoll.EPOLLIN, () -> { })).isInstanceOf(EalException.class)
            .hasMessageContaining("fd " + closed).extracting("errno").isEqualTo(Errno.EBADF);
    }

    @Test
    void waitsForTheCallbackThatRunsWhenUnregistered() throws InterruptedException {
        final CountDownLatch inside = new CountDownLatch(1);
        final CountDownLatch mayEnd = new CountDownLatch(1);
        final AtomicBoolean ended = new AtomicBoolean();
        final Interrupts.Registration registration = register(() -> {
            inside.countDown();
            awaitQuietly(mayEnd);
            ended.set(true);
        });
        device.signal();
        inside.await();
        final CompletableFuture<Boolean> sawTheEnd = new CompletableFuture<>();
        final Thread closer = new Thread(() -> {
            registration.close();
            sawTheEnd.complete(ended.get());
        });
        closer.start();
        while (closer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(sawTheEnd).isNotDone();
        mayEnd.countDown();
        assertThat(sawTheEnd.join()).isTrue();
    }

    @Test
    void letsACallbackUnregisterItself() throws InterruptedException {
        final AtomicReference<Interrupts.Registration> self = new AtomicReference<>();
        final CountDownLatch set = new CountDownLatch(1);
        self.set(register(() -> {
            awaitQuietly(set);
            self.get().close();
            ran.add("once"); // it did not drain: were it registered, it would come again
        }));
        set.countDown();
        device.signal();
        assertThat(ran.take()).isEqualTo("once");
        register(() -> {
            device.drain();
            ran.add("other");
        });
        assertThat(ran.take()).isEqualTo("other");
        assertThat(ran).isEmpty();
    }

    @Test
    void logsTheFirstSecondFourthFailureOfACallbackAndKeepsCalling() throws InterruptedException {
        final AtomicInteger calls = new AtomicInteger();
        register(() -> {
            if (calls.incrementAndGet() == 9) {
                device.drain();
                ran.add("drained");
            }
            throw new IllegalStateException("broken");
        });
        device.signal();
        assertThat(ran.take()).isEqualTo("drained");
        try (EventFd other = EventFd.create()) { // the thread lives, and has logged what came before
            interrupts.register(other.fd().number(), Epoll.EPOLLIN, () -> {
                other.drain();
                ran.add("alive");
            });
            other.signal();
            assertThat(ran.take()).isEqualTo("alive");
        }
        assertThat(logged.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("broken"))).hasSize(4);
    }

    /// The number of a descriptor that was closed without unregistering means another one now.
    @Test
    void watchesTheNewDescriptorOfAnOldNumber() throws InterruptedException {
        final int number;
        final Interrupts.Registration stale;
        try (EventFd old = EventFd.create()) {
            number = old.fd().number();
            stale = interrupts.register(number, Epoll.EPOLLIN, () -> ran.add("stale"));
        }
        try (EventFd reused = EventFd.create()) {
            assumeTrue(reused.fd().number() == number, "another thread of the JVM was given the number");
            final Interrupts.Registration fresh = interrupts.register(number, Epoll.EPOLLIN, () -> {
                reused.drain();
                ran.add("fresh");
            });
            stale.close();
            reused.signal();
            assertThat(ran.take()).isEqualTo("fresh");
            fresh.close();
        }
    }

    /// Unregister against callback: after close() returns, the callback is never inside.
    @Test
    void neverRunsACallbackAfterItWasUnregistered() {
        final AtomicInteger late = new AtomicInteger();
        final AtomicInteger calls = new AtomicInteger();
        for (int i = 0; i < 5_000; i++) {
            final AtomicBoolean gone = new AtomicBoolean();
            final Interrupts.Registration registration = register(() -> {
                calls.incrementAndGet();
                late.addAndGet(gone.get() ? 1 : 0);
                Thread.onSpinWait();
                late.addAndGet(gone.get() ? 1 : 0);
            });
            device.signal();
            for (int spin = i % 300; spin > 0; spin--) {
                Thread.onSpinWait();
            }
            registration.close();
            gone.set(true);
            device.drain();
        }
        assertThat(late).hasValue(0);
        assertThat(calls.get()).as("some came through").isPositive();
    }

    @Test
    void reportsACallbackThatDoesNotReturn() throws InterruptedException {
        final Interrupts stuck = new Interrupts("eal-intr-stuck", CpuMask.ofProcess(), logs.logger("test"));
        final CountDownLatch inside = new CountDownLatch(1);
        final CountDownLatch mayEnd = new CountDownLatch(1);
        stuck.register(device.fd().number(), Epoll.EPOLLIN, () -> {
            inside.countDown();
            awaitQuietly(mayEnd);
        });
        device.signal();
        inside.await();
        assertThat(stuck.close(50)).isFalse();
        assertThat(logged.toString(StandardCharsets.UTF_8)).contains("eal-intr-stuck is at").contains("CountDownLatch");
        mayEnd.countDown();
        assertThat(stuck.close(10_000)).isTrue();
    }

    private static void awaitQuietly(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
