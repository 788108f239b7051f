package dev.pollmode.pmd.nul;

import dev.pollmode.bus.vdev.VdevDevice;
import dev.pollmode.bus.vdev.VdevDriver;
import dev.pollmode.eal.Kvargs;
import dev.pollmode.ethdev.EthDevs;
import java.util.List;
import java.util.Set;

/// `net_null`: receives packets of zeros as fast as they are asked for, and drops what is sent.
public final class NullDriver implements VdevDriver {
    static final String NAME = "net_null";

    private static final String SIZE = "size";
    private static final String COPY = "copy";
    private static final String NO_RX = "no-rx";
    private static final int DEFAULT_SIZE = 64;
    private static final int MAX_SIZE = 65535;

    /// For [java.util.ServiceLoader].
    public NullDriver() {
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> aliases() {
        return List.of("eth_null");
    }

    @Override
    public String usage() {
        return "size=<int>,copy=<0|1>,no-rx=<0|1>";
    }

    @Override
    public void probe(final VdevDevice device) {
        final Kvargs kvargs = Kvargs.parse(device.devargs().arguments(), Set.of(SIZE, COPY, NO_RX));
        final NullConf conf = new NullConf(kvargs.integer(SIZE, DEFAULT_SIZE, 1, MAX_SIZE), kvargs.bool(COPY, false),
            kvargs.bool(NO_RX, false));
        EthDevs.of(device.eal()).attach(device, device.name(), context -> new NullPort(context, conf));
    }

    @Override
    public void remove(final VdevDevice device) {
        EthDevs.of(device.eal()).closeAll(device);
    }
}
