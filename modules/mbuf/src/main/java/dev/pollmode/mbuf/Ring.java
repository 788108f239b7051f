package dev.pollmode.mbuf;

/// A queue of fixed capacity that carries mbufs between threads without locks.
///
/// *Bulk* is all or nothing, *burst* is as many as fit. References travel with `System.arraycopy`, so the cost of a
/// call is shared by the packets of a burst. Nothing is allocated after construction.
///
/// Modelled after DPDK's rte_ring.
public abstract sealed class Ring permits SpscRing, MpmcRing {
    final Mbuf[] slots;
    final int mask;
    final int capacity;
    // In checked mode, mbufs put on this ring must be live.
    private final boolean carriesPackets;
    private int watermark;

    /// Makes the slots.
    ///
    /// @param capacity how many mbufs it shall hold, 1 to 2^30
    /// @param carriesPackets false for the ring of a pool, whose mbufs are free
    Ring(final int capacity, final boolean carriesPackets) {
        if (capacity < 1 || capacity > 1 << 30) {
            throw new IllegalArgumentException("ring capacity " + capacity + ": must be 1 to " + (1 << 30));
        }
        final int size = Integer.highestOneBit(capacity - 1 | 1) << (capacity > 1 ? 1 : 0);
        slots = new Mbuf[Math.max(size, 1)];
        mask = slots.length - 1;
        this.capacity = capacity;
        this.carriesPackets = carriesPackets;
        watermark = capacity;
    }

    /// Adds as many mbufs as there is room for.
    ///
    /// @param source where they are
    /// @param offset where they begin
    /// @param count how many
    /// @return how many were taken, from the first on; they are the ring's now
    public abstract int enqueueBurst(Mbuf[] source, int offset, int count);

    /// Takes as many mbufs as there are.
    ///
    /// @param target where to put them
    /// @param offset where to begin
    /// @param limit how many at the most
    /// @return how many were given; they are the caller's now
    public abstract int dequeueBurst(Mbuf[] target, int offset, int limit);

    /// Adds all mbufs or none.
    ///
    /// @param source where they are
    /// @param offset where they begin
    /// @param count how many
    /// @return whether they were taken
    public abstract boolean enqueueBulk(Mbuf[] source, int offset, int count);

    /// Takes that many mbufs or none.
    ///
    /// @param target where to put them
    /// @param offset where to begin
    /// @param count how many
    /// @return whether they were given
    public abstract boolean dequeueBulk(Mbuf[] target, int offset, int count);

    /// {@return how many mbufs are in it; a moment's view when others use it}
    public abstract int size();

    /// {@return how many mbufs it can hold}
    public final int capacity() {
        return capacity;
    }

    /// {@return how many mbufs fit now; a moment's view when others use it}
    public final int free() {
        return capacity - size();
    }

    /// Sets how full the ring may be before [#isAboveWatermark()] says so; at first that is its capacity.
    ///
    /// @param mbufs 1 to the capacity
    public final void watermark(final int mbufs) {
        if (mbufs < 1 || mbufs > capacity) {
            throw new IllegalArgumentException("ring watermark " + mbufs + ": must be 1 to " + capacity);
        }
        watermark = mbufs;
    }

    /// {@return whether as many mbufs as the watermark, or more, are in it; a moment's view when others use it}
    public final boolean isAboveWatermark() {
        return size() >= watermark;
    }

    /// In checked mode: refuses free mbufs before anything is changed.
    final void check(final Mbuf[] source, final int offset, final int count) {
        if (carriesPackets) {
            Checked.requireLive(source, offset, count);
        }
    }

    final void copyIn(final long index, final Mbuf[] source, final int offset, final int count) {
        final int at = (int) index & mask;
        final int first = Math.min(count, slots.length - at);
        System.arraycopy(source, offset, slots, at, first);
        if (first < count) {
            System.arraycopy(source, offset + first, slots, 0, count - first);
        }
    }

    final void copyOut(final long index, final Mbuf[] target, final int offset, final int count) {
        final int at = (int) index & mask;
        final int first = Math.min(count, slots.length - at);
        System.arraycopy(slots, at, target, offset, first);
        if (first < count) {
            System.arraycopy(slots, 0, target, offset + first, count - first);
        }
    }
}
