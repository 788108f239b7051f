package dev.pollmode.mbuf;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.sys.Errno;
import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The pools of one [Eal], by name. Safe for use by several threads.
public final class Mempools implements AutoCloseable {
    private final Map<String, Mempool> pools = new LinkedHashMap<>();
    private final Logger log;
    private boolean withDynamicFields;

    private Mempools(final Eal eal) {
        log = eal.logs().logger("lib.mempool");
    }

    /// {@return the pools of an Eal}
    ///
    /// @param eal whose
    public static Mempools of(final Eal eal) {
        return eal.extension(Mempools.class, Mempools::new);
    }

    /// {@return the pool of that name}
    ///
    /// @param name as given to [Mempool#builder]
    public synchronized Optional<Mempool> find(final String name) {
        return Optional.ofNullable(pools.get(name));
    }

    /// {@return all pools, in order of making}
    public synchronized Stream<Mempool> all() {
        return List.copyOf(pools.values()).stream();
    }

    synchronized void requireFree(final String name) {
        if (pools.containsKey(name)) {
            throw new EalException(Errno.EEXIST, "create mempool " + name + ": EEXIST, there is one of that name");
        }
    }

    synchronized void add(final Mempool pool) {
        requireFree(pool.name());
        pools.put(pool.name(), pool);
        if (withDynamicFields) {
            pool.reserveDynamicFields();
        }
    }

    /// Makes room for dynamic fields in all pools, those to come included.
    synchronized void reserveDynamicFields() {
        withDynamicFields = true;
        pools.values().forEach(Mempool::reserveDynamicFields);
    }

    synchronized void forget(final Mempool pool) {
        pools.remove(pool.name(), pool);
    }

    /// Closes the pools that are still open. One with mbufs out is reported, and its memory stays where it is: whoever
    /// holds the mbufs may still touch it.
    @Override
    public void close() {
        final List<Mempool> open;
        synchronized (this) {
            open = new ArrayList<>(pools.values()).reversed();
        }
        for (final Mempool pool : open) {
            try {
                pool.close();
            } catch (final IllegalStateException e) {
                log.log(Logger.Level.ERROR, e.getMessage() + "; its memory stays mapped", Checked.ON ? e : null);
                pool.abandon();
            }
        }
    }
}
