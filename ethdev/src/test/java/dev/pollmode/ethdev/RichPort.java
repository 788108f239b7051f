package dev.pollmode.ethdev;

import dev.pollmode.ethdev.spi.PortContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A device with capabilities.
final class RichPort extends FakePort implements MacControl, MacFilter, MulticastFilter, MtuControl, VlanFilter, VlanOffload, RssControl,
    QueueControl, Resettable, RxMissed, ExtendedStats {
    private final List<MacAddress> added = new ArrayList<>();
    private List<MacAddress> groups = List.of();
    private Set<RxOffload> vlan = Set.of();
    private int mtu = 1500;
    private int[] table = new int[4];
    private final long[] own = {5, 7};
    long missed;

    RichPort(final PortContext context) {
        super(context);
    }

    @Override
    public long rxMissed() {
        return missed;
    }

    @Override
    public void defaultMac(final MacAddress address) {
        mac = address;
    }

    @Override
    public void addMac(final MacAddress address) {
        if (!added.contains(address) && !address.equals(mac)) {
            added.add(address);
        }
    }

    @Override
    public void removeMac(final MacAddress address) {
        added.remove(address);
    }

    @Override
    public List<MacAddress> macs() {
        final List<MacAddress> all = new ArrayList<>(List.of(mac));
        all.addAll(added);
        return all;
    }

    @Override
    public void multicastMacs(final List<MacAddress> wanted) {
        groups = List.copyOf(wanted);
    }

    @Override
    public List<MacAddress> multicastMacs() {
        return groups;
    }

    @Override
    public void mtu(final int bytes) {
        mtu = bytes;
    }

    @Override
    public int mtu() {
        return mtu;
    }

    @Override
    public void vlanFilter(final int id, final boolean on) {
        note("vlan " + id + ' ' + on);
    }

    @Override
    public void vlanOffloads(final Set<RxOffload> offloads) {
        vlan = offloads;
    }

    @Override
    public Set<RxOffload> vlanOffloads() {
        return vlan;
    }

    @Override
    public void rssHash(final byte[] key, final long hashTypes) {
        note("rssHash");
    }

    @Override
    public byte[] rssKey() {
        return new byte[40];
    }

    @Override
    public long rssHashTypes() {
        return RssHash.IPV4;
    }

    @Override
    public void rssTable(final int[] queues) {
        table = queues.clone();
    }

    @Override
    public int[] rssTable() {
        return table.clone();
    }

    @Override
    public void startRxQueue(final int queue) {
        note("start rx " + queue);
    }

    @Override
    public void stopRxQueue(final int queue) {
        note("stop rx " + queue);
    }

    @Override
    public void startTxQueue(final int queue) {
        note("start tx " + queue);
    }

    @Override
    public void stopTxQueue(final int queue) {
        note("stop tx " + queue);
    }

    @Override
    public void reset() {
        note("reset");
    }

    @Override
    public List<String> extendedNames() {
        return List.of("own_first", "own_second");
    }

    @Override
    public long[] extendedValues() {
        return own.clone();
    }

    @Override
    public void extendedValues(final long[] target, final int offset) {
        target[offset] = own[0];
        target[offset + 1] = own[1];
    }

    @Override
    public void resetExtended() {
        own[0] = 0;
        own[1] = 0;
    }
}
