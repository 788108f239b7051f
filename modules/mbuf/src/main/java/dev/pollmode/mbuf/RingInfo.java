package dev.pollmode.mbuf;

/// What can be said of a ring from outside; a moment's view when others use it.
///
/// @param name what it is called
/// @param shared whether several threads may use the same end of it
/// @param slots how many slots it has, a power of two
/// @param capacity how many mbufs it can hold
/// @param used how many are in it
public record RingInfo(String name, boolean shared, int slots, int capacity, int used) {
    static RingInfo of(final String name, final Ring ring) {
        return new RingInfo(name, ring instanceof MpmcRing, ring.slots.length, ring.capacity(), ring.size());
    }

    /// {@return the state of the ring in words, a field a line, as `dump_ring` of testpmd shows it; the flags are DPDK's: 3 for one thread at each end}
    public String dump() {
        return "ring <" + name + ">\n  flags=" + (shared ? 0 : 3) + "\n  size=" + slots + "\n  capacity=" + capacity + "\n  used=" + used + "\n  avail="
            + (capacity - used) + '\n';
    }
}
