package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.TxCheck;
import dev.pollmode.ethdev.spi.RxQueueSetup;
import dev.pollmode.ethdev.spi.TxQueueSetup;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.sys.Errno;
import java.util.SortedMap;
import java.util.TreeMap;

/// The queues of a port, as they were set up; the control plane calls, one thread at a time.
final class MlxQueues {
    static final int MAX_SEGMENTS = 16;
    private static final int ETHERNET_OVERHEAD = 14 + 4;

    private final Resources resources;
    private final int port;
    private final SortedMap<Integer, MlxRxQueue> rx = new TreeMap<>();
    private final SortedMap<Integer, MlxTxQueue> tx = new TreeMap<>();
    private final SortedMap<Integer, Mempool> pools = new TreeMap<>();

    MlxQueues(final Resources resources, final int port) {
        this.resources = resources;
        this.port = port;
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
        rx.clear();
        tx.clear();
        pools.clear();
    }

    /// {@return a new receive queue}
    MlxRxQueue rx(final RxQueueSetup setup, final int mtu) {
        requireRoom(setup.pool(), mtu);
        final RxRing ring = new RxRing(resources, name() + " rx " + setup.index(), log(setup.descriptors()));
        final MlxRxQueue queue = new MlxRxQueue(ring, resources.hca().presence(), setup, port);
        rx.put(setup.index(), queue);
        pools.put(setup.index(), setup.pool());
        return queue;
    }

    /// Refuses an MTU whose frames do not fit into the buffers.
    void requireRoom(final int mtu) {
        pools.values().forEach(pool -> requireRoom(pool, mtu));
    }

    private void requireRoom(final Mempool pool, final int mtu) {
        final int room = pool.bufferLength() - Mbuf.HEADROOM;
        if (room < mtu + ETHERNET_OVERHEAD) {
            throw new EthDevException(Errno.EINVAL, name() + ": EINVAL, buffers of pool " + pool.name() + " have room for " + room
                + " bytes, frames of MTU " + mtu + " need " + (mtu + ETHERNET_OVERHEAD) + "; the port does not scatter frames");
        }
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
            undo.add(() -> unlessGone(queue.ring()::destroy));
        }
        for (final MlxRxQueue queue : rx.values()) {
            queue.start();
            undo.add(queue::takeBack);
            undo.add(() -> unlessGone(queue.ring()::destroy));
        }
    }

    private void unlessGone(final Runnable command) {
        if (!resources.hca().presence().isGone()) {
            command.run();
        }
    }

    /// {@return the numbers of the queues that receive, by their index}
    int[] receivers() {
        return rx.values().stream().mapToInt(queue -> queue.ring().number()).toArray();
    }

    /// {@return whether a queue receives}
    boolean receives() {
        return !rx.isEmpty();
    }
}
