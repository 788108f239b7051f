package dev.pollmode.ethdev;

import java.util.concurrent.TimeUnit;

/// Something that bursts use until it is released, made of plain fields: nothing but the gate orders them.
final class Resource {
    // Read once: a look at the clock between publication and mark would hide what this is about.
    private static final long DEADLINE_NS = System.nanoTime() + TimeUnit.HOURS.toNanos(1);

    private int uses;
    private boolean released;

    /// {@return 1, or 2 when it was released before}
    int use() {
        uses++;
        return released ? 2 : 1;
    }

    /// Waits until nobody is inside, and releases it.
    ///
    /// @param gate of the queue whose bursts used it
    /// @return how often it was used, −1 when somebody does not come back
    int release(final BurstGate gate) {
        final boolean left = gate.awaitLeft(DEADLINE_NS);
        released = true;
        return left ? uses : -1;
    }
}
