package dev.pollmode.pmd.nul;

import dev.pollmode.ethdev.AllMulticast;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDevInfo;
import dev.pollmode.ethdev.Link;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.MacControl;
import dev.pollmode.ethdev.Promiscuous;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxOffload;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.ethdev.spi.DiscardTxQueue;
import dev.pollmode.ethdev.spi.EthDevOps;
import dev.pollmode.ethdev.spi.PortContext;
import dev.pollmode.ethdev.spi.RxQueueSetup;
import dev.pollmode.ethdev.spi.SilentRxQueue;
import dev.pollmode.ethdev.spi.TxQueueSetup;
import java.util.Random;
import java.util.Set;

/// A port of `net_null`.
final class NullPort implements EthDevOps, MacControl, Promiscuous, AllMulticast {
    private static final int MAX_QUEUES = 1024;
    private static final int MAX_PACKET = 65535;
    private static final int SPEED_MBPS = 10_000;

    private final PortContext context;
    private final NullConf conf;
    private MacAddress mac = MacAddress.random(new Random());
    private boolean started;
    private boolean promiscuous;
    private boolean allMulticast;

    NullPort(final PortContext context, final NullConf conf) {
        this.context = context;
        this.conf = conf;
    }

    @Override
    public EthDevInfo info() {
        return EthDevInfo.builder(NullDriver.NAME).maxQueues(MAX_QUEUES, MAX_QUEUES).rxSizes(conf.noRx() ? 0 : conf.size(), MAX_PACKET)
            .txOffloads(Set.of(TxOffload.MULTI_SEGS)).build();
    }

    @Override
    public void configure(final EthConf wanted) {
        // Nothing depends on it.
    }

    @Override
    public RxQueue rxQueue(final RxQueueSetup setup) {
        if (conf.noRx()) {
            return new SilentRxQueue();
        }
        return new NullRxQueue(setup, context.portId(), conf);
    }

    @Override
    public TxQueue txQueue(final TxQueueSetup setup) {
        return conf.copy() ? new CopyTxQueue(setup.counters()) : new DiscardTxQueue(setup.counters());
    }

    @Override
    public void start() {
        started = true;
    }

    @Override
    public void stop() {
        started = false;
    }

    @Override
    public void close() {
        started = false;
    }

    @Override
    public Link link() {
        return Link.up(SPEED_MBPS).withUp(started);
    }

    @Override
    public MacAddress mac() {
        return mac;
    }

    @Override
    public void defaultMac(final MacAddress address) {
        mac = address;
    }

    @Override
    public void promiscuous(final boolean on) {
        promiscuous = on;
    }

    @Override
    public boolean isPromiscuous() {
        return promiscuous;
    }

    @Override
    public void allMulticast(final boolean on) {
        allMulticast = on;
    }

    @Override
    public boolean isAllMulticast() {
        return allMulticast;
    }
}
