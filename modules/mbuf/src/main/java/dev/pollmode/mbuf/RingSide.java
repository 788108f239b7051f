package dev.pollmode.mbuf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// One side of an [SpscRing]: its own index, and what it last saw of the other side's.
///
/// Two cache lines lie unused around both, so that the sides do not disturb each other.
final class RingSide {
    private static final VarHandle INDEX;

    static {
        try {
            INDEX = MethodHandles.lookup().findVarHandle(RingSide.class, "index", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14, b15;
    /// Written by this side only.
    private long index;
    /// Used by this side only.
    long seen;
    private long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15;

    /// {@return the index, for the side itself}
    long own() {
        return index;
    }

    /// {@return the index, for the other side: what this side did to the slots before it moved the index has been done}
    long acquire() {
        return (long) INDEX.getAcquire(this);
    }

    /// Moves the index.
    ///
    /// @param moved where to
    void release(final long moved) {
        // Release: the other side may use the slots as soon as it sees the new index.
        INDEX.setRelease(this, moved);
    }
}
