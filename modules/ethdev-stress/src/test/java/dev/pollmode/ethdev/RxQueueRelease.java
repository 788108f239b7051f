package dev.pollmode.ethdev;

import dev.pollmode.mbuf.Mbuf;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// FS-43, FS-46: one thread polls while another replaces the queue of the driver and releases the old one, as failover, stop and close do.
@JCStressTest
@JCStressMeta(LetGo.class)
@State
public class RxQueueRelease {
    private static final Mbuf[] NO_PACKETS = {};

    private final PortRxQueue queue = new PortRxQueue(0, 0, new QueueCounters());
    private final Resource old = new Resource();

    /// A queue of a port that is started.
    public RxQueueRelease() {
        queue.publish(new RxQueue() {
            @Override
            public int rxBurst(final Mbuf[] burst, final int offset, final int limit) {
                return old.use();
            }
        });
    }

    /// The polling thread.
    ///
    /// @param result what it used
    @Actor
    public void poll(final II_Result result) {
        result.r1 = queue.rxBurst(NO_PACKETS, 0, 0);
    }

    /// The control thread.
    ///
    /// @param result how often the old queue was used
    @Actor
    public void release(final II_Result result) {
        queue.publish(Idle.RX);
        result.r2 = old.release(queue.gate());
    }
}
