package dev.pollmode.testpmd.forward;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// How often bursts of each size came: written by the lcore that forwards, read by any thread.
public final class BurstSizes {
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] counts;

    BurstSizes(final int largest) {
        counts = new long[largest + 1];
    }

    void count(final int size) {
        // Opaque: one writer, any reader.
        ELEMENT.setOpaque(counts, size, counts[size] + 1);
    }

    /// {@return how many bursts had that size}
    ///
    /// @param size packets
    public long of(final int size) {
        return (long) ELEMENT.getOpaque(counts, size);
    }

    /// {@return the largest size a burst can have}
    public int largest() {
        return counts.length - 1;
    }

    void reset() {
        for (int i = 0; i < counts.length; i++) {
            ELEMENT.setOpaque(counts, i, 0L);
        }
    }
}
