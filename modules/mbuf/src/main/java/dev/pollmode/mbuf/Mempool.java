package dev.pollmode.mbuf;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.eal.MemoryRegion;
import dev.pollmode.eal.ThreadSlots;
import java.util.Objects;
import java.util.Optional;

/// A fixed number of mbufs and the memory of their buffers.
///
/// Threads with a slot ([ThreadSlots]: lcores, and others that registered) keep a cache each and touch the shared ring
/// once in many packets; other threads go to the ring every time. Any thread may take and give.
///
/// Nothing is allocated after construction, except in checked mode ([Checked]).
public final class Mempool extends FreeMbufs implements AutoCloseable {
    /// The largest cache of a thread.
    public static final int MAX_CACHE = 512;

    private static final int ALIGNMENT = 64;

    private final String name;
    private final int count;
    private final int bufferLength;
    private final int headroom;
    private final MemoryRegion memory;
    private final Mbuf[] all;
    private final Mempools pools;
    // The dynamic fields of all mbufs, null until one is registered.
    long[] dynamic;
    private boolean closed;

    private Mempool(final Builder builder, final Mempools pools, final MemoryRegion memory) {
        super(builder.count, Math.min(builder.cacheSize, Math.max(0, builder.count * 2 / 3)));
        name = builder.name;
        count = builder.count;
        bufferLength = builder.bufferLength;
        headroom = Math.min(Mbuf.HEADROOM, bufferLength);
        this.pools = pools;
        this.memory = memory;
        all = new Mbuf[count];
        for (int i = 0; i < count; i++) {
            all[i] = make(i, stride());
        }
        begin(all);
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
        /// @throws EalException when the name is taken or there is no memory
        public Mempool create() {
            require(count >= 1 && count <= 1 << 30, "count", count, "1 to 2^30");
            require(bufferLength >= 0 && bufferLength <= 1 << 20, "bufferLength", bufferLength, "0 to 1 MiB");
            require(cacheSize >= 0 && cacheSize <= MAX_CACHE, "cacheSize", cacheSize, "0 to " + MAX_CACHE);
            final Mempools pools = Mempools.of(eal);
            pools.requireFree(name);
            final MemoryRegion memory = eal.memory().allocate("mempool " + name, Math.max((long) stride(bufferLength) * count, ALIGNMENT), ALIGNMENT);
            final Mempool pool = new Mempool(this, pools, memory);
            try {
                pools.add(pool);
            } catch (final EalException e) {
                memory.close();
                throw e;
            }
            return pool;
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
        final Mbuf mbuf = take();
        return mbuf == null ? null : ready(mbuf);
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
        if (!takeBulk(target, offset, wanted)) {
            return false;
        }
        if (Checked.ON) {
            renew(target, offset, wanted);
        }
        return true;
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

    /// {@return the memory of the buffers}
    public MemoryRegion memory() {
        return memory;
    }

    /// {@return how many mbufs are out; exact only while nobody uses the pool}
    public int inUse() {
        return count - available();
    }

    /// {@return the distance from one buffer to the next, in bytes}
    public int stride() {
        return stride(bufferLength);
    }

    private static int stride(final int bufferLength) {
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
        return MempoolDump.of(this);
    }

    /// Checks what must hold of the free mbufs: each is there once, free, and whole. For a pool that nobody uses meanwhile.
    ///
    /// @return what is wrong, or nothing
    public Optional<String> audit() {
        final boolean[] seen = new boolean[count];
        return allFree().map(mbuf -> fault(mbuf, seen)).filter(Objects::nonNull).findFirst();
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
        end();
        memory.close();
    }

    /// Ends a pool whose mbufs are out: it gives no more, and its memory stays mapped, because whoever holds them may touch it.
    synchronized void abandon() {
        end();
        memory.abandon();
    }

    private void end() {
        closed = true;
        pools.forget(this);
        empty();
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
