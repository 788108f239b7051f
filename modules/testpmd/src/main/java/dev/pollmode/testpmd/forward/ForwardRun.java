package dev.pollmode.testpmd.forward;

import dev.pollmode.eal.EalException;
import dev.pollmode.eal.Lcore;
import dev.pollmode.eal.Lcores;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Streams forwarded by lcores, from start to stop. Used by the control thread.
public final class ForwardRun {
    /// A queue that takes nothing for so long is full, and nobody empties it before forwarding starts.
    private static final long PATIENCE_NS = 1_000_000_000L;

    private final Lcores lcores;
    private final Map<StreamPlan, Forwarder> forwarders = new LinkedHashMap<>();
    private final Map<Integer, ForwardLoop> loops = new LinkedHashMap<>();

    /// Makes the streams; nothing is forwarded yet.
    ///
    /// @param lcores where to run
    /// @param plan which lcore forwards which streams
    /// @param mode what is done with packets
    /// @param setup makes a stream's setup of its plan
    /// @param timed whether to record the time of busy rounds
    public ForwardRun(final Lcores lcores, final ForwardPlan plan, final ForwardMode mode,
                      final Function<StreamPlan, StreamSetup> setup, final boolean timed) {
        this.lcores = lcores;
        for (final ForwardPlan.Share share : plan.shares()) {
            final List<Forwarder> streams = new ArrayList<>();
            for (final StreamPlan stream : share.streams()) {
                final Forwarder forwarder = mode.forwarder(setup.apply(stream));
                forwarders.put(stream, forwarder);
                streams.add(forwarder);
            }
            loops.put(share.lcore(), new ForwardLoop(streams.toArray(Forwarder[]::new), timed));
        }
    }

    /// Lets every stream send some bursts of its own packets, once, before it forwards.
    ///
    /// @param plan which lcore sends on which streams
    /// @param bursts how many; fewer on a queue that takes no more
    /// @param setup makes a stream's setup of its plan
    /// @param lcores where to run
    public static void sendFirst(final Lcores lcores, final ForwardPlan plan, final int bursts,
                                 final Function<StreamPlan, StreamSetup> setup) {
        final List<Lcore> launched = new ArrayList<>();
        for (final ForwardPlan.Share share : plan.shares()) {
            final List<Forwarder> senders = share.streams().stream().map(setup).map(ForwardMode.TXONLY::forwarder).toList();
            final Lcore lcore = lcores.get(share.lcore());
            lcore.launch(self -> {
                senders.forEach(sender -> send(sender, bursts, self));
                return 0;
            });
            launched.add(lcore);
        }
        launched.forEach(Lcore::await);
    }

    private static void send(final Forwarder sender, final int bursts, final Lcore self) {
        long sent = 0;
        long progressNs = System.nanoTime();
        for (int i = 0; i < bursts && !self.stopRequested(); i++) {
            sender.forward();
            final long now = System.nanoTime();
            if (sender.counters().sent() != sent) {
                sent = sender.counters().sent();
                progressNs = now;
            } else if (now - progressNs > PATIENCE_NS) {
                return;
            }
        }
    }

    /// Starts the lcores.
    public void start() {
        loops.forEach((lcore, loop) -> lcores.get(lcore).launch(loop));
    }

    /// Stops the lcores and waits for them.
    ///
    /// @return what went wrong on them, in words; empty when nothing did
    public List<String> stop() {
        loops.values().forEach(ForwardLoop::quit);
        final List<String> failures = new ArrayList<>();
        for (final int lcore : loops.keySet()) {
            try {
                lcores.get(lcore).await();
            } catch (final EalException e) {
                failures.add(e.getMessage());
            }
        }
        return failures;
    }

    /// {@return the streams and what forwards them, in the order of the plan}
    public Map<StreamPlan, Forwarder> forwarders() {
        return forwarders;
    }
}
