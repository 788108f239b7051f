package dev.pollmode.mbuf;

import java.util.concurrent.atomic.AtomicInteger;

/// Memory that belongs to no pool and is shown by mbufs.
///
/// Whoever makes it keeps it alive until `onLastRelease` runs, on the thread that freed the last mbuf showing it.
/// Safe for use by several threads.
public final class ExternalBuffer {
    private final long address;
    private final long iova;
    private final int length;
    private final Runnable onLastRelease;
    private final AtomicInteger users = new AtomicInteger();

    /// Describes memory.
    ///
    /// @param address where it begins
    /// @param iova the same as devices see it
    /// @param length in bytes
    /// @param onLastRelease called when the last mbuf let go; must neither block nor throw
    public ExternalBuffer(final long address, final long iova, final int length, final Runnable onLastRelease) {
        if (length < 0) {
            throw new IllegalArgumentException("length " + length);
        }
        this.address = address;
        this.iova = iova;
        this.length = length;
        this.onLastRelease = onLastRelease;
    }

    /// {@return where it begins}
    public long address() {
        return address;
    }

    /// {@return where it begins, as devices see it}
    public long iova() {
        return iova;
    }

    /// {@return its length in bytes}
    public int length() {
        return length;
    }

    /// {@return how many mbufs show it}
    public int users() {
        return users.get();
    }

    void retain() {
        users.incrementAndGet();
    }

    void release() {
        if (users.decrementAndGet() == 0) {
            onLastRelease.run();
        }
    }
}
