package dev.pollmode.eal;

import java.util.function.BooleanSupplier;

/// Waits for a condition under a lock, whatever interrupts come; they are kept for the caller.
final class Waiting {
    private Waiting() {
    }

    static void until(final Object lock, final BooleanSupplier condition) {
        boolean interrupted = false;
        while (!condition.getAsBoolean()) {
            try {
                lock.wait();
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
