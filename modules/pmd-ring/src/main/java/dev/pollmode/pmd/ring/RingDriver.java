package dev.pollmode.pmd.ring;

import dev.pollmode.bus.vdev.VdevDevice;
import dev.pollmode.bus.vdev.VdevDriver;
import dev.pollmode.eal.Eal;
import dev.pollmode.eal.Kvargs;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.mbuf.Rings;
import java.util.List;
import java.util.Set;

/// `net_ring`: what is sent on a queue is received on the queue of the same index, of this port or of another one that
/// shares its rings.
public final class RingDriver implements VdevDriver {
    static final String NAME = "net_ring";

    private static final String NODE_ACTION = "nodeaction";

    /// For [java.util.ServiceLoader].
    public RingDriver() {
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> aliases() {
        return List.of("eth_ring");
    }

    @Override
    public String usage() {
        return NODE_ACTION + "=<name>:<NUMA node>:<CREATE|ATTACH>";
    }

    @Override
    public void probe(final VdevDevice device) {
        final Kvargs kvargs = Kvargs.parse(device.devargs().arguments(), Set.of(NODE_ACTION));
        final Eal eal = device.eal();
        final SharedRings shared = eal.extension(SharedRings.class, made -> new SharedRings(Rings.of(made)));
        final RingSet rings = kvargs.one(NODE_ACTION).map(NodeAction::parse).map(action -> shared.take(action, device.name()))
            .orElseGet(() -> shared.own(device.name()));
        try {
            EthDevs.of(eal).attach(device, device.name(), context -> new RingPort(rings, shared));
        } catch (final RuntimeException e) {
            shared.leave(rings);
            throw e;
        }
    }

    @Override
    public void remove(final VdevDevice device) {
        EthDevs.of(device.eal()).closeAll(device);
    }
}
