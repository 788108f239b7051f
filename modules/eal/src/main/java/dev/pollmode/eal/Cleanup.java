package dev.pollmode.eal;

import java.util.ArrayDeque;
import java.util.Deque;

/// What has to be closed, last opened first. Used while an [Eal] is built, so that a failure leaves nothing behind, and
/// then by its `close`.
final class Cleanup implements AutoCloseable {
    private final Deque<Runnable> steps = new ArrayDeque<>();

    /// Adds a step, to be done before those added earlier.
    void add(final Runnable step) {
        steps.push(step);
    }

    /// Does all steps. One that throws has its exception thrown at the end and is not done again.
    @Override
    public void close() {
        RuntimeException first = null;
        while (!steps.isEmpty()) {
            try {
                steps.pop().run();
            } catch (final RuntimeException e) {
                first = merge(first, e);
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static RuntimeException merge(final RuntimeException first, final RuntimeException next) {
        if (first == null) {
            return next;
        }
        first.addSuppressed(next);
        return first;
    }
}
