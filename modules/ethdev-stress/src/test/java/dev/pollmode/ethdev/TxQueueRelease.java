package dev.pollmode.ethdev;

import dev.pollmode.mbuf.Mbuf;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// FS-43, FS-46: one thread sends while another replaces the queue of the driver and releases the old one, as failover, stop and close do.
@JCStressTest
@JCStressMeta(LetGo.class)
@State
public class TxQueueRelease {
    private static final Mbuf[] NO_PACKETS = {};

    private final PortTxQueue queue = new PortTxQueue(0, 0, new QueueCounters());
    private final Resource old = new Resource();

    /// A queue of a port that is started.
    public TxQueueRelease() {
        queue.publish(new TxQueue() {
            @Override
            public int txBurst(final Mbuf[] burst, final int offset, final int count) {
                return old.use();
            }
        });
    }

    /// The sending thread.
    ///
    /// @param result what it used
    @Actor
    public void send(final II_Result result) {
        result.r1 = queue.txBurst(NO_PACKETS, 0, 0);
    }

    /// The control thread.
    ///
    /// @param result how often the old queue was used
    @Actor
    public void release(final II_Result result) {
        queue.publish(Idle.TX);
        result.r2 = old.release(queue.gate());
    }
}
