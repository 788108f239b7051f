package dev.pollmode.mbuf;

import dev.pollmode.eal.ThreadSlots;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// The free mbufs of a [Mempool]: a cache for each thread that has a slot, and the ring that all share behind them.
///
/// What comes in has been made ready by [Mbuf#tryRelease()] or [Mbuf#free()]; what goes out is not yet anybody's packet.
/// Public methods are final for the reason given at [MbufBytes].
abstract sealed class FreeMbufs permits Mempool {
    private final int cacheSize;
    private final MpmcRing ring;
    private final Cache[] caches = new Cache[ThreadSlots.MAX];
    private final AtomicLong failures = new AtomicLong();

    /// What one thread keeps at hand: a stack of free mbufs.
    private static final class Cache {
        final Mbuf[] items;
        int size;

        Cache(final int capacity) {
            items = new Mbuf[capacity];
        }
    }

    /// Makes room for mbufs.
    ///
    /// @param capacity how many there are in all
    /// @param cacheSize how many a thread keeps at hand
    FreeMbufs(final int capacity, final int cacheSize) {
        this.cacheSize = cacheSize;
        ring = MpmcRing.ofFreeMbufs(capacity);
        for (int i = 0; i < caches.length && cacheSize > 0; i++) {
            // Room for the cache, half of it more before it spills, and a burst on top.
            caches[i] = new Cache(cacheSize * 2 + Mempool.MAX_CACHE);
        }
    }

    /// Takes one mbuf.
    ///
    /// @return null, and counted, when there is none
    final Mbuf take() {
        final Cache cache = cache();
        if (cache == null || !fill(cache, 1)) {
            return takeFromRing();
        }
        return cache.items[--cache.size];
    }

    private Mbuf takeFromRing() {
        final Mbuf mbuf = ring.dequeueOne();
        if (mbuf == null) {
            failures.getAndIncrement();
        }
        return mbuf;
    }

    /// Takes many mbufs, all or none.
    ///
    /// @return false, and counted, when there are not that many
    final boolean takeBulk(final Mbuf[] target, final int offset, final int wanted) {
        final Cache cache = cache();
        if (cache != null && wanted <= Mempool.MAX_CACHE && fill(cache, wanted)) {
            final int left = cache.size - wanted;
            System.arraycopy(cache.items, left, target, offset, wanted);
            cache.size = left;
        } else if (!ring.dequeueBulk(target, offset, wanted) && !takeFromBoth(cache, target, offset, wanted)) {
            failures.getAndIncrement();
            return false;
        }
        return true;
    }

    /// Takes more than a cache holds: what it has, and the rest from the ring.
    private boolean takeFromBoth(final Cache cache, final Mbuf[] target, final int offset, final int wanted) {
        if (cache == null) {
            return false;
        }
        final int own = Math.min(cache.size, wanted);
        if (own < wanted && !ring.dequeueBulk(target, offset + own, wanted - own)) {
            return false;
        }
        cache.size -= own;
        System.arraycopy(cache.items, cache.size, target, offset, own);
        return true;
    }

    /// Makes sure that a cache holds `wanted` mbufs, and fills it up when it has to go to the ring anyway.
    private boolean fill(final Cache cache, final int wanted) {
        if (cache.size >= wanted) {
            return true;
        }
        cache.size += ring.dequeueBurst(cache.items, cache.size, wanted + cacheSize - cache.size);
        return cache.size >= wanted;
    }

    /// Takes back one mbuf that [Mbuf#free()] has made ready.
    final void put(final Mbuf mbuf) {
        if (Checked.ON) {
            Checked.onFree(mbuf);
        }
        final Cache cache = cache();
        if (cache == null) {
            ring.enqueueOne(mbuf);
        } else {
            cache.items[cache.size++] = mbuf;
            spill(cache);
        }
    }

    /// Takes back mbufs of this pool that were [made ready][Mbuf#tryRelease()].
    final void putBulk(final Mbuf[] source, final int offset, final int given) {
        if (Checked.ON) {
            for (int i = offset; i < offset + given; i++) {
                Checked.onFree(source[i]);
            }
        }
        final Cache cache = cache();
        if (cache == null || given > Mempool.MAX_CACHE) {
            ring.enqueueBulk(source, offset, given);
            return;
        }
        System.arraycopy(source, offset, cache.items, cache.size, given);
        cache.size += given;
        spill(cache);
    }

    /// Gives the surplus of a cache to the others once it is half as much again as it should be.
    private void spill(final Cache cache) {
        if (cache.size >= cacheSize + (cacheSize >> 1)) {
            final int surplus = cache.size - cacheSize;
            ring.enqueueBulk(cache.items, cacheSize, surplus);
            cache.size = cacheSize;
        }
    }

    private Cache cache() {
        final int slot = ThreadSlots.current();
        return slot < 0 ? null : caches[slot];
    }

    /// Puts the first mbufs in.
    final void begin(final Mbuf[] all) {
        ring.enqueueBulk(all, 0, all.length);
    }

    /// Forgets all mbufs.
    final void empty() {
        for (final Cache cache : caches) {
            if (cache != null) {
                cache.size = 0;
            }
        }
        ring.dequeueBurst(new Mbuf[ring.capacity()], 0, ring.capacity());
    }

    /// {@return how many mbufs a thread keeps at hand}
    public final int cacheSize() {
        return cacheSize;
    }

    /// {@return how many mbufs are free; exact only while nobody uses the pool}
    public final int available() {
        return ring.size() + cached();
    }

    /// {@return how many mbufs threads keep; exact only while nobody uses the pool}
    public final int cached() {
        int free = 0;
        for (final Cache cache : caches) {
            if (cache != null) {
                free += cache.size;
            }
        }
        return free;
    }

    /// {@return how often an mbuf was wanted and there was none}
    public final long failures() {
        return failures.get();
    }

    /// {@return how many mbufs each thread keeps, by slot}
    final int[] cachedBySlot() {
        return Arrays.stream(caches).mapToInt(cache -> cache == null ? 0 : cache.size).toArray();
    }

    /// {@return the ring that all share}
    final Ring ring() {
        return ring;
    }

    /// {@return the free mbufs, while nobody uses the pool}
    final Stream<Mbuf> allFree() {
        final Stream<Mbuf> cached = Arrays.stream(caches).filter(Objects::nonNull).flatMap(cache -> Arrays.stream(cache.items, 0, cache.size));
        return Stream.concat(cached, ring.snapshot().stream());
    }
}
