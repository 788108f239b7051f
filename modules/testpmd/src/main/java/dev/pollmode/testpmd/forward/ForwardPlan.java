package dev.pollmode.testpmd.forward;

import java.util.ArrayList;
import java.util.List;

/// Which lcore forwards which streams.
///
/// @param shares one for each lcore that has streams
public record ForwardPlan(List<Share> shares) {
    /// The streams of one lcore.
    ///
    /// @param lcore its number
    /// @param streams its streams, in the order it polls them
    public record Share(int lcore, List<StreamPlan> streams) {
        /// Copies the list.
        public Share {
            streams = List.copyOf(streams);
        }
    }

    /// Copies the list.
    public ForwardPlan {
        shares = List.copyOf(shares);
    }

    /// Makes a stream for each queue of each port and deals the streams out to lcores: in order, as many to each, one
    /// more to the last ones when they don't divide.
    ///
    /// @param ports the forwarding ports
    /// @param queues how many queues of each port
    /// @param lcores the lcores that may forward
    /// @param topology which port sends
    /// @param answers whether packets go back to the port they came from, whatever the topology
    /// @return the plan
    public static ForwardPlan of(final List<Integer> ports, final int queues, final List<Integer> lcores, final Topology topology,
                                 final boolean answers) {
        final List<StreamPlan> streams = new ArrayList<>();
        for (int queue = 0; queue < queues; queue++) {
            for (int place = 0; place < ports.size(); place++) {
                final int sender = answers ? place : topology.sender(place, ports.size());
                streams.add(new StreamPlan(ports.get(place), queue, ports.get(sender), queue));
            }
        }
        return new ForwardPlan(deal(streams, lcores));
    }

    private static List<Share> deal(final List<StreamPlan> streams, final List<Integer> lcores) {
        final List<Share> shares = new ArrayList<>();
        final int used = Math.min(lcores.size(), streams.size());
        int next = 0;
        for (int i = 0; i < used; i++) {
            final int more = i >= used - streams.size() % used ? 1 : 0;
            final int end = next + streams.size() / used + more;
            shares.add(new Share(lcores.get(i), streams.subList(next, end)));
            next = end;
        }
        return shares;
    }

    /// {@return all streams}
    public List<StreamPlan> streams() {
        return shares.stream().flatMap(share -> share.streams().stream()).toList();
    }
}
