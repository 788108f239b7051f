package dev.pollmode.pmd.ring;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.MpmcRing;
import dev.pollmode.mbuf.Ring;
import dev.pollmode.mbuf.Rings;
import dev.pollmode.mbuf.SpscRing;
import java.util.LinkedHashMap;
import java.util.Map;

/// The rings behind the queues of one port, or of several that share them: one for each queue index.
final class RingSet {
    /// How many queues a port can have.
    static final int QUEUES = 16;
    /// How many packets a ring holds.
    static final int CAPACITY = 1023;

    private static final int DRAIN = 64;

    private final String name;
    private final Rings table;
    private final Ring[] rings = new Ring[QUEUES];
    private final Map<String, Ring> byName = new LinkedHashMap<>();
    private int users = 1;

    private RingSet(final String name, final boolean shared, final Rings table) {
        this.name = name;
        this.table = table;
        for (int i = 0; i < QUEUES; i++) {
            // Two ports that share a ring may be served by different threads at the same end.
            rings[i] = shared ? new MpmcRing(CAPACITY) : new SpscRing(CAPACITY);
            byName.put("ETH_RXTX" + i + '_' + name, rings[i]);
        }
        table.add(byName);
    }

    /// {@return rings that no other port can share}
    ///
    /// @param device the name of their device
    /// @param table where they can be looked at
    static RingSet ofOwn(final String device, final Rings table) {
        return new RingSet(device, false, table);
    }

    /// {@return rings that other ports can share}
    ///
    /// @param name what they are called
    /// @param table where they can be looked at
    static RingSet named(final String name, final Rings table) {
        return new RingSet(name, true, table);
    }

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

    /// Frees what is in the rings, and forgets them. Nobody uses them any more.
    void close() {
        table.remove(byName.keySet());
        final Mbuf[] burst = new Mbuf[DRAIN];
        for (final Ring ring : rings) {
            for (int n = ring.dequeueBurst(burst, 0, DRAIN); n > 0; n = ring.dequeueBurst(burst, 0, DRAIN)) {
                Mbuf.freeBulk(burst, 0, n);
            }
        }
    }
}
