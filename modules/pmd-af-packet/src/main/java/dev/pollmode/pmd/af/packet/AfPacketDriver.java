package dev.pollmode.pmd.af.packet;

import dev.pollmode.bus.vdev.VdevDevice;
import dev.pollmode.bus.vdev.VdevDriver;
import dev.pollmode.ethdev.EthDevs;
import java.util.List;

/// `net_af_packet`: a port that is a network interface of the kernel, by rings shared with packet sockets.
public final class AfPacketDriver implements VdevDriver {
    static final String NAME = "net_af_packet";

    /// For [java.util.ServiceLoader].
    public AfPacketDriver() {
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> aliases() {
        return List.of("eth_af_packet");
    }

    @Override
    public String usage() {
        return "iface=<name>,qpairs=<int>,blocksz=<int>,framesz=<int>,framecnt=<int>,qdisc_bypass=<0|1>,"
            + "fanout_mode=<hash|lb|cpu|rollover|rnd|qm>";
    }

    @Override
    public void probe(final VdevDevice device) {
        final AfPacketArgs args = AfPacketArgs.parse(device.devargs().arguments());
        EthDevs.of(device.eal()).attach(device, device.name(), context -> AfPacketPort.open(context, args));
    }

    @Override
    public void remove(final VdevDevice device) {
        EthDevs.of(device.eal()).closeAll(device);
    }
}
