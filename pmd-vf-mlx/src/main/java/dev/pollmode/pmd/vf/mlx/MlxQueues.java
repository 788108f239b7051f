package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.TxCheck;
import dev.pollmode.ethdev.spi.TxQueueSetup;
import java.util.SortedMap;
import java.util.TreeMap;

/// The send queues of a port, as they were set up; the control plane calls, one thread at a time.
final class MlxQueues {
    static final int MAX_SEGMENTS = 16;

    private final Resources resources;
    private final SortedMap<Integer, MlxTxQueue> tx = new TreeMap<>();

    MlxQueues(final Resources resources) {
        this.resources = resources;
    }

    /// {@return what they share}
    Resources resources() {
        return resources;
    }

    private String name() {
        return resources.hca().name();
    }

    private static int log(final int entries) {
        return 32 - Integer.numberOfLeadingZeros(Math.max(entries, 2) - 1);
    }

    /// Forgets all queues: others follow.
    void clear() {
        tx.clear();
    }

    /// {@return a new send queue}
    MlxTxQueue tx(final TxQueueSetup setup, final TxLayout layout, final int mtu) {
        final TxRing ring = new TxRing(resources, layout, name() + " tx " + setup.index(), log(setup.descriptors()));
        final MlxTxQueue queue = new MlxTxQueue(ring, layout, resources.lkey(), resources.hca().presence(), setup,
            new TxCheck(setup.offloads(), mtu, MAX_SEGMENTS));
        tx.put(setup.index(), queue);
        return queue;
    }

    /// Makes the device's side of all queues; what can't be made leaves nothing behind.
    ///
    /// @param undo gets what destroys them and brings all packets home
    void start(final Undo undo) {
        for (final MlxTxQueue queue : tx.values()) {
            queue.start();
            undo.add(queue::takeBack);
            undo.add(resources.hca().channel(), queue.ring()::destroy);
        }
    }
}
