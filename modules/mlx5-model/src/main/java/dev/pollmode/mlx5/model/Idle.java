package dev.pollmode.mlx5.model;

import java.util.concurrent.locks.LockSupport;

/// What a polling thread does when there was nothing to do: spin, then yield, then sleep a little. Whoever has work for it unparks it.
final class Idle {
    private static final int SPINS = 200;
    private static final int YIELDS = 400;
    private static final int NAPS = 1400;
    private static final long SHORT_NS = 20_000;
    private static final long LONG_NS = 200_000;

    private Idle() {
    }

    /// Waits.
    ///
    /// @param rounds how often in a row there was nothing to do
    static void pause(final int rounds) {
        if (rounds == 0) {
            return;
        }
        if (rounds < SPINS) {
            Thread.onSpinWait();
        } else if (rounds < YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(rounds < NAPS ? SHORT_NS : LONG_NS);
        }
    }
}
