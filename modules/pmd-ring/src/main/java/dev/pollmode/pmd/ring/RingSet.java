package dev.pollmode.pmd.ring;

import dev.pollmode.mbuf.MpmcRing;
import dev.pollmode.mbuf.Ring;
import dev.pollmode.mbuf.SpscRing;
import dev.pollmode.mbuf.Mbuf;

/// The rings behind the queues of one port, or of several that share them: one for each queue index.
final class RingSet {
    /// How many queues a port can have.
    static final int QUEUES = 16;
    /// How many packets a ring holds.
    static final int CAPACITY = 1023;

    private static final int DRAIN = 64;

    private final String name;
    private final Ring[] rings = new Ring[QUEUES];
    private int users = 1;

    private RingSet(final String name) {
        this.name = name;
        for (int i = 0; i < QUEUES; i++) {
            // Two ports that share a ring may be served by different threads at the same end.
            rings[i] = name == null ? new SpscRing(CAPACITY) : new MpmcRing(CAPACITY);
        }
    }

    static RingSet ofOwn() {
        return new RingSet(null);
    }

    static RingSet named(final String name) {
        return new RingSet(name);
    }

    /// {@return what it is called, null when no other port can share it}
    String name() {
        return name;
    }

    Ring ring(final int queue) {
        return rings[queue];
    }

    void join() {
        users++;
    }

    /// {@return whether that was the last user}
    boolean leave() {
        return --users == 0;
    }

    /// Frees what is in the rings. Nobody uses them any more.
    void drain() {
        final Mbuf[] burst = new Mbuf[DRAIN];
        for (final Ring ring : rings) {
            for (int n = ring.dequeueBurst(burst, 0, DRAIN); n > 0; n = ring.dequeueBurst(burst, 0, DRAIN)) {
                Mbuf.freeBulk(burst, 0, n);
            }
        }
    }
}
