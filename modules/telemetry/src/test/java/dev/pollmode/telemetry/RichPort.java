package dev.pollmode.telemetry;

import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDevInfo;
import dev.pollmode.ethdev.FirmwareVersion;
import dev.pollmode.ethdev.Link;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.MacFilter;
import dev.pollmode.ethdev.RssControl;
import dev.pollmode.ethdev.RssHash;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxOffload;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.ethdev.VlanFilter;
import dev.pollmode.ethdev.VlanOffload;
import dev.pollmode.ethdev.spi.DiscardTxQueue;
import dev.pollmode.ethdev.spi.EthDevOps;
import dev.pollmode.ethdev.spi.RxQueueSetup;
import dev.pollmode.ethdev.spi.SilentRxQueue;
import dev.pollmode.ethdev.spi.TxQueueSetup;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A device with what only some cards have.
final class RichPort implements EthDevOps, MacFilter, RssControl, VlanFilter, VlanOffload, FirmwareVersion {
    static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:01");

    private final List<MacAddress> macs = new ArrayList<>(List.of(MAC));
    private Set<RxOffload> offloads = Set.of();

    @Override
    public EthDevInfo info() {
        return EthDevInfo.builder("net_rich").maxQueues(2, 2).maxMacAddresses(4).rss(RssHash.IP, 40, 4).events(true, true)
            .rxOffloads(Set.of(RxOffload.VLAN_STRIP, RxOffload.SCATTER)).txOffloads(Set.of(TxOffload.MULTI_SEGS)).build();
    }

    @Override
    public void configure(final EthConf conf) {
        // Nothing to do.
    }

    @Override
    public RxQueue rxQueue(final RxQueueSetup setup) {
        return new SilentRxQueue();
    }

    @Override
    public TxQueue txQueue(final TxQueueSetup setup) {
        return new DiscardTxQueue(setup.counters());
    }

    @Override
    public void start() {
        // Nothing to do.
    }

    @Override
    public void stop() {
        // Nothing to do.
    }

    @Override
    public void close() {
        // Nothing to do.
    }

    @Override
    public Link link() {
        return Link.up(100_000);
    }

    @Override
    public MacAddress mac() {
        return MAC;
    }

    @Override
    public void addMac(final MacAddress address) {
        macs.add(address);
    }

    @Override
    public void removeMac(final MacAddress address) {
        macs.remove(address);
    }

    @Override
    public List<MacAddress> macs() {
        return macs;
    }

    @Override
    public void rssHash(final byte[] key, final long hashTypes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] rssKey() {
        return RssHash.defaultKey();
    }

    @Override
    public long rssHashTypes() {
        return RssHash.IPV4;
    }

    @Override
    public void rssTable(final int[] queues) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int[] rssTable() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void vlanFilter(final int vlan, final boolean on) {
        // Nothing to do.
    }

    @Override
    public void vlanOffloads(final Set<RxOffload> wanted) {
        offloads = wanted;
    }

    @Override
    public Set<RxOffload> vlanOffloads() {
        return offloads;
    }

    @Override
    public String firmwareVersion() {
        return "1.2.3";
    }
}
