package dev.pollmode.mlx5.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;

/// Register writes on their way to the device, in order: any thread puts them in, the device's thread takes them out.
///
/// A writer that finds the ring full waits, as a bus does; none is lost.
final class PostedWrites {
    private static final int SIZE = 4096;
    private static final VarHandle SEQUENCE = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle TAIL;

    static {
        try {
            TAIL = MethodHandles.lookup().findVarHandle(PostedWrites.class, "tail", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long[] sequences = new long[SIZE];
    private final long[] offsets = new long[SIZE];
    private final int[] words = new int[SIZE];
    private final AtomicBoolean closed = new AtomicBoolean();
    @SuppressWarnings("unused") // Written through TAIL.
    private volatile long tail;
    /// Written by the device's thread; others only ask whether there is something.
    private volatile long head;

    PostedWrites() {
        for (int i = 0; i < SIZE; i++) {
            sequences[i] = i;
        }
    }

    /// Puts a 32-bit write in.
    void put(final long offset, final int word) {
        while (!closed.get()) {
            final long at = tail;
            final int slot = (int) at & SIZE - 1;
            final long sequence = (long) SEQUENCE.getAcquire(sequences, slot);
            if (sequence == at && TAIL.compareAndSet(this, at, at + 1)) {
                offsets[slot] = offset;
                words[slot] = word;
                // Release: the device sees offset and word when it sees the sequence.
                SEQUENCE.setRelease(sequences, slot, at + 1);
                return;
            }
            Thread.onSpinWait();
        }
    }

    boolean isEmpty() {
        final long at = head;
        return (long) SEQUENCE.getAcquire(sequences, (int) at & SIZE - 1) != at + 1;
    }

    /// {@return the offset of the oldest write; there must be one}
    long offset() {
        return offsets[(int) head & SIZE - 1];
    }

    /// {@return the word of the oldest write; there must be one}
    int word() {
        return words[(int) head & SIZE - 1];
    }

    /// Takes the oldest write out, which has had its effect: who finds the ring empty sees that.
    void remove() {
        final long at = head;
        SEQUENCE.setRelease(sequences, (int) at & SIZE - 1, at + SIZE);
        head = at + 1;
    }

    /// Whoever waits to write is let go; from now on writes go nowhere.
    void close() {
        closed.set(true);
    }
}
