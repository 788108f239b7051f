package dev.pollmode.test.base;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// What the calling thread allocates on the heap.
public final class Allocation {
    /// So little in a round is nothing: something else than the round allocated it once in many.
    public static final double NOTHING = 0.1;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 20_000;
    /// So long the compiler may take until the code is compiled.
    private static final long PATIENCE_NS = 10_000_000_000L;

    private Allocation() {
    }

    /// {@return how many bytes the calling thread has allocated so far}
    public static long soFar() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    /// {@return the bytes that a round of some work allocates, once it is compiled}
    ///
    /// @param work one round; thousands are made
    public static double bytesPerRound(final Runnable work) {
        return bytesPerRound(ROUNDS, work);
    }

    /// {@return the bytes that a round of some work allocates, once it is compiled: less than [#NOTHING], or the least of many attempts}
    ///
    /// @param rounds how many rounds an attempt has
    /// @param work one round
    public static double bytesPerRound(final int rounds, final Runnable work) {
        final long began = System.nanoTime();
        double least = Double.MAX_VALUE;
        while (least >= NOTHING && System.nanoTime() - began < PATIENCE_NS) {
            final long before = soFar();
            for (int i = 0; i < rounds; i++) {
                work.run();
            }
            least = Math.min(least, (double) (soFar() - before) / rounds);
        }
        return least;
    }
}
