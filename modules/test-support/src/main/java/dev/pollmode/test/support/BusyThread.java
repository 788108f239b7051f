package dev.pollmode.test.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.eal.ThreadSlots;

/// A thread with a slot that does the same all the time, until it is closed; how it failed is told then.
abstract class BusyThread implements AutoCloseable {
    private static final long PATIENCE_MS = 20_000;

    private final Thread thread;
    private volatile boolean ended;
    private volatile Throwable failure;

    BusyThread(final String name) {
        thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    final void start() {
        thread.start();
    }

    private void run() {
        try (var _ = ThreadSlots.register()) {
            while (!ended) {
                work();
            }
            end();
        } catch (final RuntimeException | Error e) {
            failure = e;
        }
    }

    /// What it does all the time.
    abstract void work();

    /// What it does last.
    void end() {
    }

    final boolean isAlive() {
        return thread.isAlive();
    }

    final void assertNoFailure() {
        assertThat(failure).as("failure of " + thread.getName()).isNull();
    }

    /// Ends the thread.
    ///
    /// @throws AssertionError when it had failed
    @Override
    public final void close() {
        ended = true;
        try {
            thread.join(PATIENCE_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertThat(thread.isAlive()).as(thread.getName() + " is still inside a burst").isFalse();
        assertNoFailure();
    }
}
