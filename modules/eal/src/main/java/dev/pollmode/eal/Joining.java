package dev.pollmode.eal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Waits for threads to end, and says where one is that does not.
final class Joining {
    /// How long a thread may take to notice that it should end.
    static final long TIMEOUT_MS = 10_000;

    private Joining() {
    }

    /// {@return whether the thread ended in time; interrupts of the caller are kept for it}
    static boolean join(final Thread thread, final long timeoutMs) {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        boolean interrupted = false;
        boolean ended = !thread.isAlive();
        for (long leftNs = deadlineNs - System.nanoTime(); !ended && leftNs > 0; leftNs = deadlineNs - System.nanoTime()) {
            try {
                ended = thread.join(Duration.ofNanos(leftNs));
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return ended;
    }

    /// {@return what the thread does now}
    static String report(final String what, final Thread thread) {
        final StringBuilder text = new StringBuilder(what).append(", thread ").append(thread.getName()).append(" is at");
        for (final StackTraceElement frame : thread.getStackTrace()) {
            text.append(System.lineSeparator()).append("    ").append(frame);
        }
        return text.toString();
    }
}
