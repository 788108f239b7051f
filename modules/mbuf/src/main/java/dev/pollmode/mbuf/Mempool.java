package dev.pollmode.mbuf;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.MemoryRegion;
import dev.pollmode.eal.ThreadSlots;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// A fixed number of mbufs and the memory of their buffers.
///
/// Threads with a slot ([ThreadSlots]: lcores, and others that registered) keep a cache each and touch the shared ring
/// once in many packets; other threads go to the ring every time. Any thread may take and give.
///
/// Nothing is allocated after construction, except in checked mode ([Checked]).
public final class Mempool implements AutoCloseable {
    /// The largest cache of a thread.
    public static final int MAX_CACHE = 512;

    private static final int ALIGNMENT = 64;

    private final String name;
    private final int count;
    private final int bufferLength;
    private final int headroom;
    private final int cacheSize;
    private final MemoryRegion memory;
    private final MpmcRing ring;
    private final Cache[] caches = new Cache[ThreadSlots.MAX];
    private final Mbuf[] all;
    private final Mempools pools;
    private final AtomicLong failures = new AtomicLong();
    // The dynamic fields of all mbufs, null until one is registered.
    long[] dynamic;
    private boolean closed;

    /// What one thread keeps at hand: a stack of free mbufs.
    private static final class Cache {
        final Mbuf[] items;
        int size;

        Cache(final int capacity) {
            items = new Mbuf[capacity];
        }
    }

    private Mempool(final Eal eal, final Builder builder) {
        name = builder.name;
        count = builder.count;
        bufferLength = builder.bufferLength;
        headroom = Math.min(Mbuf.HEADROOM, bufferLength);
        cacheSize = Math.min(builder.cacheSize, Math.max(0, count * 2 / 3));
        final long stride = stride();
        pools = Mempools.of(eal);
        pools.reserve(this);
        try {
            memory = eal.memory().allocate("mempool " + name, Math.max(stride * count, ALIGNMENT), ALIGNMENT);
        } catch (final RuntimeException e) {
            pools.forget(this);
            throw e;
        }
        ring = MpmcRing.ofFreeMbufs(count);
        all = new Mbuf[count];
        for (int i = 0; i < count; i++) {
            all[i] = make(i, stride);
        }
        ring.enqueueBulk(all, 0, count);
        for (int i = 0; i < caches.length && cacheSize > 0; i++) {
            // Room for the cache, half of it more before it spills, and a burst on top.
            caches[i] = new Cache(cacheSize * 2 + MAX_CACHE);
        }
    }

    private Mbuf make(final int index, final long stride) {
        final long address = memory.address() + index * stride;
        return new Mbuf(this, index, address, memory.iova(address), bufferLength);
    }

    /// Describes a pool to be made.
    ///
    /// @param eal whose memory it takes and with whom it ends
    /// @param name what messages call it; one of its kind in the Eal
    /// @return the description, with 8192 mbufs of [Mbuf#BUFFER_LENGTH] bytes and caches of 256
    public static Builder builder(final Eal eal, final String name) {
        return new Builder(eal, name);
    }

    /// What a pool shall be.
    public static final class Builder {
        private final Eal eal;
        private final String name;
        private int count = 8192;
        private int bufferLength = Mbuf.BUFFER_LENGTH;
        private int cacheSize = 256;

        private Builder(final Eal eal, final String name) {
            this.eal = eal;
            this.name = name;
        }

        /// Sets the number of mbufs.
        ///
        /// @param mbufs at least 1
        /// @return this
        public Builder count(final int mbufs) {
            count = mbufs;
            return this;
        }

        /// Sets the length of each buffer.
        ///
        /// @param bytes headroom included; 0 for a pool of mbufs that only show other buffers
        /// @return this
        public Builder bufferLength(final int bytes) {
            bufferLength = bytes;
            return this;
        }

        /// Sets how many mbufs a thread keeps at hand.
        ///
        /// @param mbufs 0 (no cache) to [#MAX_CACHE]
        /// @return this
        public Builder cacheSize(final int mbufs) {
            cacheSize = mbufs;
            return this;
        }

        /// {@return the pool}
        ///
        /// @throws IllegalArgumentException when a value is out of range
        /// @throws dev.pollmode.eal.EalException when the name is taken or there is no memory
        public Mempool create() {
            require(count >= 1 && count <= 1 << 30, "count", count, "1 to 2^30");
            require(bufferLength >= 0 && bufferLength <= 1 << 20, "bufferLength", bufferLength, "0 to 1 MiB");
            require(cacheSize >= 0 && cacheSize <= MAX_CACHE, "cacheSize", cacheSize, "0 to " + MAX_CACHE);
            return new Mempool(eal, this);
        }

        private void require(final boolean holds, final String what, final int value, final String range) {
            if (!holds) {
                throw new IllegalArgumentException("mempool " + name + ": " + what + " " + value + ": must be " + range);
            }
        }
    }

    /// Takes one mbuf.
    ///
    /// @return an empty packet of one segment, or null when the pool is exhausted
    public Mbuf tryAlloc() {
        final Cache cache = cache();
        if (cache == null || !fill(cache, 1)) {
            return allocFromRing();
        }
        return ready(cache.items[--cache.size]);
    }

    private Mbuf allocFromRing() {
        final Mbuf mbuf = ring.dequeueOne();
        if (mbuf == null) {
            failures.getAndIncrement();
            return null;
        }
        return ready(mbuf);
    }

    /// Takes many mbufs, all or none.
    ///
    /// @param target where to put them, each an empty packet of one segment
    /// @param offset where to begin
    /// @param wanted how many
    /// @return false, and nothing taken, when the pool has not that many left
    public boolean getBulk(final Mbuf[] target, final int offset, final int wanted) {
        if (!getBulkRaw(target, offset, wanted)) {
            return false;
        }
        for (int i = offset, end = offset + wanted; i < end; i++) {
            target[i].onAlloc();
        }
        return true;
    }

    /// Takes many mbufs for a driver that calls [Mbuf#received] on each before anything else.
    ///
    /// @param target where to put them
    /// @param offset where to begin
    /// @param wanted how many
    /// @return false, and nothing taken, when the pool has not that many left
    public boolean getBulkRaw(final Mbuf[] target, final int offset, final int wanted) {
        final Cache cache = cache();
        if (cache != null && wanted <= MAX_CACHE && fill(cache, wanted)) {
            final int left = cache.size - wanted;
            System.arraycopy(cache.items, left, target, offset, wanted);
            cache.size = left;
        } else if (!ring.dequeueBulk(target, offset, wanted) && !getFromBoth(cache, target, offset, wanted)) {
            failures.getAndIncrement();
            return false;
        }
        if (Checked.ON) {
            renew(target, offset, wanted);
        }
        return true;
    }

    /// Takes more than a cache holds: what it has, and the rest from the ring.
    private boolean getFromBoth(final Cache cache, final Mbuf[] target, final int offset, final int wanted) {
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

    private Mbuf ready(final Mbuf mbuf) {
        final Mbuf given = Checked.ON ? renewed(mbuf) : mbuf;
        given.onAlloc();
        return given;
    }

    /// In checked mode every allocation is a new object, so that older references stay dead.
    private Mbuf renewed(final Mbuf old) {
        final Mbuf fresh = new Mbuf(this, old.index, old.bufferAddress(), memory.iova(old.bufferAddress()), bufferLength);
        Checked.onAlloc(fresh);
        fresh.revive();
        all[old.index] = fresh;
        return fresh;
    }

    private void renew(final Mbuf[] target, final int offset, final int wanted) {
        for (int i = offset; i < offset + wanted; i++) {
            target[i] = renewed(target[i]);
        }
    }

    /// Takes back one mbuf that [Mbuf#free()] has made ready.
    void put(final Mbuf mbuf) {
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
    void putBulk(final Mbuf[] source, final int offset, final int given) {
        if (Checked.ON) {
            for (int i = offset; i < offset + given; i++) {
                Checked.onFree(source[i]);
            }
        }
        final Cache cache = cache();
        if (cache == null || given > MAX_CACHE) {
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

    /// {@return what messages call it}
    public String name() {
        return name;
    }

    /// {@return how many mbufs it has in all}
    public int count() {
        return count;
    }

    /// {@return the length of each buffer, headroom included, in bytes}
    public int bufferLength() {
        return bufferLength;
    }

    int headroom() {
        return headroom;
    }

    /// {@return how many mbufs a thread keeps at hand}
    public int cacheSize() {
        return cacheSize;
    }

    /// {@return the memory of the buffers}
    public MemoryRegion memory() {
        return memory;
    }

    /// {@return how many mbufs are free; exact only while nobody uses the pool}
    public int available() {
        int free = ring.size();
        for (final Cache cache : caches) {
            if (cache != null) {
                free += cache.size;
            }
        }
        return free;
    }

    /// {@return how many mbufs are out; exact only while nobody uses the pool}
    public int inUse() {
        return count - available();
    }

    /// {@return how often an mbuf was wanted and there was none}
    public long failures() {
        return failures.get();
    }

    /// {@return the distance from one buffer to the next, in bytes}
    int stride() {
        return (bufferLength + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /// Makes room for dynamic fields; the values begin as 0.
    void reserveDynamicFields() {
        if (dynamic == null) {
            dynamic = new long[count * DynamicFields.SLOTS];
        }
    }

    /// {@return the state of the pool in words, a field a line, as `dump_mempool` of testpmd shows it; exact only while nobody uses the pool}
    public String dump() {
        return MempoolDump.of(this, Arrays.stream(caches).mapToInt(cache -> cache == null ? 0 : cache.size).toArray(), ring.size());
    }

    /// Checks what must hold of the free mbufs: each is there once, free, and whole. For a pool that nobody uses meanwhile.
    ///
    /// @return what is wrong, or nothing
    public Optional<String> audit() {
        final boolean[] seen = new boolean[count];
        for (final Cache cache : caches) {
            for (int i = 0; cache != null && i < cache.size; i++) {
                final String fault = fault(cache.items[i], seen);
                if (fault != null) {
                    return Optional.of(fault);
                }
            }
        }
        return ring.snapshot().stream().map(mbuf -> fault(mbuf, seen)).filter(Objects::nonNull).findFirst();
    }

    private String fault(final Mbuf mbuf, final boolean[] seen) {
        if (mbuf.pool != this) {
            return mbuf + " is not of mempool " + name;
        }
        if (mbuf.refcnt() != 0) {
            return mbuf + " is in mempool " + name + " but not free";
        }
        if (seen[mbuf.index]) {
            return mbuf + " is in mempool " + name + " twice";
        }
        seen[mbuf.index] = true;
        return null;
    }

    /// Ends the pool and returns its memory. A closed pool has no mbufs left to give.
    ///
    /// @throws IllegalStateException when mbufs are out (it stays usable, so that they can come home); checked mode adds
    ///     the stacks that took them
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        final int out = inUse();
        if (out != 0) {
            throw leak(out);
        }
        empty();
        memory.close();
    }

    /// Ends a pool whose mbufs are out: it gives no more, and its memory stays mapped, because whoever holds them may touch it.
    synchronized void abandon() {
        empty();
        memory.abandon();
    }

    private void empty() {
        closed = true;
        pools.forget(this);
        for (final Cache cache : caches) {
            if (cache != null) {
                cache.size = 0;
            }
        }
        ring.dequeueBurst(new Mbuf[count], 0, count);
    }

    IllegalStateException leak(final int out) {
        final var e = new IllegalStateException("close of mempool " + name + ": " + out + " of its " + count
            + " mbufs are still out" + (Checked.ON ? "" : "; run with -Dpollmode.checked=true to see who took them"));
        if (Checked.ON) {
            for (final Mbuf mbuf : all) {
                if (Checked.isOut(mbuf)) {
                    e.addSuppressed(mbuf.history.taken);
                }
            }
        }
        return e;
    }

    @Override
    public String toString() {
        return "Mempool[" + name + ", " + available() + " of " + count + " free]";
    }
}
