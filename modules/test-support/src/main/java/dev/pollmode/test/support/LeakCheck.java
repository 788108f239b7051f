package dev.pollmode.test.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.eal.Eal;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.mbuf.Mempools;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Finds what a piece of a test did not give back: descriptors, threads, mappings and mbufs.
///
/// ```java
/// try (LeakCheck leaks = LeakCheck.begin(eal)) {
///     openAndClose();
/// }
/// ```
///
/// Run the piece once before, so that what is made only once is there already. Used by one thread; nothing else may run in
/// the JVM meanwhile.
public final class LeakCheck implements AutoCloseable {
    private static final long THREAD_END_MS = 2_000;

    private final Eal eal;
    private final Map<String, Long> descriptors;
    private final Map<String, Long> mappings;
    private final List<Thread> threads;
    private final Map<String, Integer> mbufs;

    private LeakCheck(final Eal eal) {
        this.eal = eal;
        mbufs = mbufsInUse();
        mappings = Resources.mappings();
        threads = Resources.threads();
        descriptors = Resources.descriptors();
    }

    /// {@return a check that begins now}
    ///
    /// @param eal whose pools are looked at
    public static LeakCheck begin(final Eal eal) {
        return new LeakCheck(eal);
    }

    /// {@return a check that begins now and looks at no pools: for environments that come and go}
    public static LeakCheck begin() {
        return new LeakCheck(null);
    }

    /// Ends the check.
    ///
    /// @throws AssertionError naming what is there now and was not when the check began
    @Override
    public void close() {
        assertThat(added()).as("threads that go on").isEmpty();
        assertThat(more(Resources.descriptors(), descriptors)).as("descriptors left open").isEmpty();
        assertThat(more(Resources.mappings(), mappings)).as("mappings left").isEmpty();
        assertThat(mbufsInUse()).as("mbufs in use, by pool").isEqualTo(mbufs);
    }

    /// {@return the threads that were not there, but for those that took the place of one of the same name}
    private List<Thread> added() {
        final List<Thread> added = new ArrayList<>(Resources.threads());
        added.removeIf(thread -> threads.contains(thread) || !goesOn(thread));
        for (final Thread ended : threads) {
            if (!ended.isAlive()) {
                added.stream().filter(thread -> thread.getName().equals(ended.getName())).findFirst().ifPresent(added::remove);
            }
        }
        return added;
    }

    /// A thread that was told to end may need a moment.
    private static boolean goesOn(final Thread thread) {
        try {
            thread.join(THREAD_END_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return thread.isAlive();
    }

    private static Map<String, Long> more(final Map<String, Long> now, final Map<String, Long> before) {
        final Map<String, Long> more = new TreeMap<>();
        now.forEach((name, count) -> {
            final long added = count - before.getOrDefault(name, 0L);
            if (added > 0) {
                more.put(name, added);
            }
        });
        return more;
    }

    private Map<String, Integer> mbufsInUse() {
        final Map<String, Integer> inUse = new TreeMap<>();
        final Stream<Mempool> pools = eal == null ? Stream.empty() : Mempools.of(eal).all();
        pools.forEach(pool -> inUse.put(pool.name(), pool.inUse()));
        return inUse;
    }
}
