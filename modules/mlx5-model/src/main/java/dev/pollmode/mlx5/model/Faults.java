package dev.pollmode.mlx5.model;

import java.util.concurrent.atomic.AtomicInteger;

/// Misbehaviour on demand, for rehearsals and tests. Any thread.
public final class Faults {
    private final AtomicInteger timeouts = new AtomicInteger();
    private volatile long commandDelayNs;

    Faults() {
    }

    /// The next commands are never answered: their entries stay the device's.
    ///
    /// @param count how many
    public void ignoreCommands(final int count) {
        timeouts.set(count);
    }

    /// Every command takes time from now on.
    ///
    /// @param nanoseconds from doorbell to answer; 0 as fast as possible
    public void delayCommands(final long nanoseconds) {
        if (nanoseconds < 0) {
            throw new IllegalArgumentException("a delay of " + nanoseconds + " ns");
        }
        commandDelayNs = nanoseconds;
    }

    long commandDelayNs() {
        return commandDelayNs;
    }

    boolean takeTimeout() {
        return timeouts.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
    }
}
