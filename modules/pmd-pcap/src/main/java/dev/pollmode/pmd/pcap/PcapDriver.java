package dev.pollmode.pmd.pcap;

import dev.pollmode.bus.vdev.VdevDevice;
import dev.pollmode.bus.vdev.VdevDriver;
import dev.pollmode.ethdev.EthDevs;
import java.util.List;

/// `net_pcap`: receives the packets of capture files, and writes what is sent to others.
public final class PcapDriver implements VdevDriver {
    static final String NAME = "net_pcap";

    /// For [java.util.ServiceLoader].
    public PcapDriver() {
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> aliases() {
        return List.of("eth_pcap");
    }

    @Override
    public String usage() {
        return PcapConf.USAGE;
    }

    @Override
    public void probe(final VdevDevice device) {
        final PcapConf conf = PcapConf.parse(device.name(), device.devargs().arguments());
        EthDevs.of(device.eal()).attach(device, device.name(), context -> new PcapPort(context, conf));
    }

    @Override
    public void remove(final VdevDevice device) {
        EthDevs.of(device.eal()).closeAll(device);
    }
}
