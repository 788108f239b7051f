package dev.pollmode.testpmd.port;

import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.TxOffload;
import java.util.EnumSet;
import java.util.Set;

/// What the user wants one queue of a port to be.
public final class QueuePlan {
    /// How many descriptors, or 0 for as many as all queues of that direction.
    private int descriptors;
    private boolean deferred;
    private final EnumSet<RxOffload> rxOffloads = EnumSet.noneOf(RxOffload.class);
    private final EnumSet<TxOffload> txOffloads = EnumSet.noneOf(TxOffload.class);

    QueuePlan() {
    }

    /// Sets the number of descriptors of this queue.
    ///
    /// @param count 0 for as many as all queues of that direction
    public void descriptors(final int count) {
        descriptors = count;
    }

    /// Sets whether it stays stopped when the port starts.
    ///
    /// @param on which
    public void deferred(final boolean on) {
        deferred = on;
    }

    /// {@return its offloads beyond those of the port, when it receives; to be changed}
    public Set<RxOffload> rxOffloads() {
        return rxOffloads;
    }

    /// {@return its offloads beyond those of the port, when it sends; to be changed}
    public Set<TxOffload> txOffloads() {
        return txOffloads;
    }

    QueueConf conf(final int usual) {
        return new QueueConf(descriptors == 0 ? usual : descriptors, rxOffloads, txOffloads, deferred);
    }
}
