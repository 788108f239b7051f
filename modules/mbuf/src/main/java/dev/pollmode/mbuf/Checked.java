package dev.pollmode.mbuf;

/// Checked mode: finds misuse of mbufs when it happens, with the stacks of both ends.
///
/// Switched on at launch by `-Dpollmode.checked=true`. Off, it costs nothing: the flag is a constant to the compiler.
/// On, every allocation of an mbuf is a new object (so a reference kept beyond free is stale for good), and takes a stack.
///
/// | misuse                                              | found                                          |
/// |-----------------------------------------------------|------------------------------------------------|
/// | access outside the data                             | always, [IndexOutOfBoundsException]            |
/// | double free, in bulk too                            | always, until the buffer is taken again; in checked mode for good |
/// | access to bytes of a freed mbuf                     | likewise                                       |
/// | use of metadata or addresses of a freed mbuf        | in checked mode                                |
/// | a freed mbuf put on a ring (sent to another thread) | in checked mode                                |
/// | mbufs out when their pool is closed                 | always; who took them, in checked mode         |
/// | free to a pool that it is not from                  | cannot happen: an mbuf knows its pool          |
///
/// The exception is thrown where the misuse happens; the stacks that took the mbuf and gave it back are its suppressed exceptions.
public final class Checked {
    /// Whether checked mode is on.
    public static final boolean ON = Boolean.getBoolean("pollmode.checked");

    private Checked() {
    }

    /// Where an mbuf was taken and where it was given back.
    static final class History {
        Throwable taken;
        Throwable given;
    }

    private static final class Trace extends Throwable {
        private static final long serialVersionUID = 1;

        Trace(final String what) {
            super(what + " on " + Thread.currentThread().getName());
        }
    }

    static void onAlloc(final Mbuf mbuf) {
        mbuf.history = new History();
        mbuf.history.taken = new Trace("taken from its pool");
    }

    static void onFree(final Mbuf mbuf) {
        if (mbuf.history != null) {
            mbuf.history.given = new Trace("given back to its pool");
        }
    }

    static void requireLive(final Mbuf[] mbufs, final int offset, final int count) {
        for (int i = offset; i < offset + count; i++) {
            if (mbufs[i].refcnt() < 1) {
                throw badAccess(mbufs[i], 0, 0);
            }
        }
    }

    /// {@return whether somebody holds an mbuf that was taken in checked mode}
    static boolean isOut(final Mbuf mbuf) {
        return mbuf.history != null && mbuf.history.given == null;
    }

    static RuntimeException badAccess(final MbufBytes mbuf, final int offset, final int width) {
        if (mbuf.refcnt() < 1) {
            return withStacks(new IllegalStateException("use after free of " + mbuf), mbuf);
        }
        return withStacks(new IndexOutOfBoundsException("access to " + width + " bytes at " + offset + " of the "
            + mbuf.dataLength() + " bytes of " + mbuf), mbuf);
    }

    static RuntimeException doubleFree(final Mbuf mbuf) {
        return withStacks(new IllegalStateException("double free of " + mbuf), mbuf);
    }

    private static <T extends RuntimeException> T withStacks(final T e, final MbufBytes mbuf) {
        if (mbuf.history != null) {
            if (mbuf.history.taken != null) {
                e.addSuppressed(mbuf.history.taken);
            }
            if (mbuf.history.given != null) {
                e.addSuppressed(mbuf.history.given);
            }
        }
        return e;
    }
}
