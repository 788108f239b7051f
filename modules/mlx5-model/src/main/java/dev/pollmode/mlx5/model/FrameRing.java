package dev.pollmode.mlx5.model;

import dev.pollmode.sys.Mem;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Frames that wait, in order, in one piece of memory. One thread at a time.
final class FrameRing {
    private static final int HEADER = 8;
    private static final int WRAP = -1;

    private final MemorySegment memory;
    private final long base;
    private final long capacity;
    private long head;
    private long tail;

    /// @param capacity in bytes, a multiple of eight
    FrameRing(final long capacity) {
        this.memory = Arena.ofAuto().allocate(capacity, HEADER);
        this.base = memory.address();
        this.capacity = capacity;
    }

    boolean isEmpty() {
        return head == tail;
    }

    /// {@return whether there was room}
    boolean put(final long address, final int length) {
        final long needed = HEADER + (length + HEADER - 1L & -HEADER);
        final long toEnd = capacity - tail % capacity;
        final long skipped = toEnd < needed ? toEnd : 0;
        if (tail - head + skipped + needed > capacity) {
            return false;
        }
        if (skipped > 0) {
            Mem.putInt(base + tail % capacity, WRAP);
            tail += skipped;
        }
        final long at = base + tail % capacity;
        Mem.putInt(at, length);
        Mem.copy(address, at + HEADER, length);
        tail += needed;
        return true;
    }

    /// {@return the length of the oldest frame; there must be one}
    int length() {
        skipWrap();
        return Mem.getInt(base + head % capacity);
    }

    /// {@return where the oldest frame lies until it is removed; there must be one}
    long address() {
        skipWrap();
        return base + head % capacity + HEADER;
    }

    void remove() {
        head += HEADER + (length() + HEADER - 1L & -HEADER);
    }

    void clear() {
        head = 0;
        tail = 0;
    }

    private void skipWrap() {
        if (Mem.getInt(base + head % capacity) == WRAP) {
            head += capacity - head % capacity;
        }
    }

    /// {@return bytes of memory in use, for the reader who wonders}
    long used() {
        assert memory.byteSize() == capacity;
        return tail - head;
    }
}
