package dev.pollmode.pmd.tap;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.sys.Iovec;
import dev.pollmode.sys.Mapping;
import dev.pollmode.sys.Mem;

/// Room for the rest of frames that are longer than the buffer they are read into: a slot for each read that may be under way, with a vector
/// that names the buffer and the slot.
///
/// A vector of two is cheaper to read into than one that names buffers for the longest frame, as long as few frames need it.
final class Overflow implements AutoCloseable {
    /// Bytes of a slot: what is left of the longest frame, and more, so that no frame ever fills it.
    static final int ROOM = 68 * 1024;

    private static final int MAX_SEGMENTS = 64;

    private final Mapping memory;
    private final long vectors;
    private final Mempool pool;
    private final int perSegment;
    private final Mbuf[] rest = new Mbuf[MAX_SEGMENTS];

    /// @param slots how many reads may be under way
    /// @param pool where further buffers come from; they must be so long that 64 of them hold a slot
    Overflow(final int slots, final Mempool pool) {
        this.pool = pool;
        perSegment = pool.bufferLength() - Mbuf.HEADROOM;
        // Pages of slots that are never used are never there.
        memory = Mapping.anonymous((long) slots * (ROOM + 2 * Iovec.SIZE));
        vectors = memory.address() + (long) slots * ROOM;
        for (int i = 0; i < slots; i++) {
            Iovec.put(vector(i) + Iovec.SIZE, room(i), ROOM);
        }
    }

    /// {@return whether the buffers of a pool are long enough}
    static boolean suits(final Mempool pool) {
        return (long) (pool.bufferLength() - Mbuf.HEADROOM) * MAX_SEGMENTS >= ROOM;
    }

    private long vector(final int slot) {
        return vectors + (long) slot * 2 * Iovec.SIZE;
    }

    private long room(final int slot) {
        return memory.address() + (long) slot * ROOM;
    }

    /// {@return the address of a vector of two: a buffer, and the room of a slot}
    ///
    /// @param slot its number
    /// @param address the buffer
    /// @param length its length
    long vector(final int slot, final long address, final int length) {
        Iovec.put(vector(slot), address, length);
        return vector(slot);
    }

    /// Appends what is in a slot to the buffer in front of it.
    ///
    /// @param head an empty packet whose buffer is full
    /// @param slot the number of the slot
    /// @param length bytes in it
    /// @return false, and the packet empty, when the pool is
    boolean append(final Mbuf head, final int slot, final int length) {
        final int count = (length + perSegment - 1) / perSegment;
        if (!pool.getBulk(rest, 0, count)) {
            return false;
        }
        head.dataLength(head.tailroom());
        Mbuf last = head;
        for (int i = 0; i < count; i++) {
            final int done = i * perSegment;
            final int part = Math.min(perSegment, length - done);
            Mem.copy(room(slot) + done, rest[i].dataAddress(), part);
            rest[i].dataLength(part);
            last.chainNext(head, rest[i]);
            last = rest[i];
        }
        return true;
    }

    @Override
    public void close() {
        memory.close();
    }
}
