package dev.pollmode.vfio.user;

import java.lang.foreign.MemorySegment;

/// What is sent after a header: a struct, data after it, and descriptors beside it.
///
/// @param head struct, maybe empty
/// @param data what follows the struct, maybe empty; not touched after sending
/// @param fds  descriptors that go along; they stay the sender's
record Body(byte[] head, MemorySegment data, int[] fds) {
    private static final MemorySegment NO_DATA = MemorySegment.ofArray(new byte[0]);
    private static final int[] NO_FDS = {};

    /// Nothing.
    static final Body EMPTY = of(new byte[0]);

    static Body of(final byte[] head) {
        return new Body(head, NO_DATA, NO_FDS);
    }

    static Body of(final byte[] head, final MemorySegment data) {
        return new Body(head, data, NO_FDS);
    }

    Body with(final int... descriptors) {
        return new Body(head, data, descriptors);
    }

    long length() {
        return head.length + data.byteSize();
    }
}
