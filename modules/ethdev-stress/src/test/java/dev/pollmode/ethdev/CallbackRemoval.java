package dev.pollmode.ethdev;

import dev.pollmode.mbuf.Mbuf;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// ET-09: one thread polls while another removes a callback and releases what that uses.
@JCStressTest
@JCStressMeta(LetGo.class)
@State
public class CallbackRemoval {
    private static final Mbuf[] NO_PACKETS = {};

    private final PortRxQueue queue = new PortRxQueue(0, 0, new QueueCounters());
    private final Resource used = new Resource();
    private final RxCallback callback = (port, index, burst, offset, count, limit) -> used.use();

    /// A queue with a callback.
    public CallbackRemoval() {
        queue.add(callback, false);
    }

    /// The polling thread.
    ///
    /// @param result what the callback used
    @Actor
    public void poll(final II_Result result) {
        result.r1 = queue.rxBurst(NO_PACKETS, 0, 0);
    }

    /// The control thread.
    ///
    /// @param result how often the callback was called
    @Actor
    public void remove(final II_Result result) {
        queue.remove(callback);
        result.r2 = used.release(queue.gate());
    }
}
