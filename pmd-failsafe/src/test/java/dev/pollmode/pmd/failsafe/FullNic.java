package dev.pollmode.pmd.failsafe;

import dev.pollmode.ethdev.AllMulticast;
import dev.pollmode.ethdev.FlowControl;
import dev.pollmode.ethdev.FlowRules;
import dev.pollmode.ethdev.LinkControl;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.MacControl;
import dev.pollmode.ethdev.MacFilter;
import dev.pollmode.ethdev.MtuControl;
import dev.pollmode.ethdev.MulticastFilter;
import dev.pollmode.ethdev.PacketTypes;
import dev.pollmode.ethdev.Promiscuous;
import dev.pollmode.ethdev.QueueControl;
import dev.pollmode.ethdev.RssControl;
import dev.pollmode.ethdev.RxInterrupts;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.VlanFilter;
import dev.pollmode.ethdev.VlanOffload;
import dev.pollmode.ethdev.spi.PortContext;
import dev.pollmode.sys.EventFd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A device class that can all and notes what it is told.
final class FullNic extends FakeNic implements AllMulticast, FlowControl, FlowRules, LinkControl, MacControl, MacFilter, MtuControl,
        MulticastFilter, PacketTypes, Promiscuous, QueueControl, RssControl, RxInterrupts, VlanFilter, VlanOffload {
    /// Readable when the test says that there are packets.
    final EventFd signal = EventFd.create();
    final Map<Long, String> rules = new TreeMap<>();
    final List<MacAddress> extra = new ArrayList<>();
    boolean promiscuous;
    boolean allMulticast;
    int mtu = 1500;
    byte[] rssKey = new byte[40];
    long rssTypes;
    int[] rssTable = {};
    private long lastRule = 100;
    private List<MacAddress> groups = List.of();
    private Set<RxOffload> vlanOffloads = Set.of();
    private Mode flowControl = Mode.NONE;

    FullNic(final PortContext context, final NicPlan plan) {
        super(context, plan);
    }

    @Override
    public void close() {
        signal.close();
        super.close();
    }

    @Override
    public int interruptFd(final int queue) {
        return signal.fd().number();
    }

    @Override
    public void rxInterrupt(final int queue, final boolean on) {
        called("rxInterrupt", on);
    }

    @Override
    public int[] packetTypes() {
        return plan.packetTypes;
    }

    @Override
    public void allMulticast(final boolean on) {
        called("allMulticast", on);
        allMulticast = on;
    }

    @Override
    public boolean isAllMulticast() {
        return allMulticast;
    }

    @Override
    public Mode flowControl() {
        return flowControl;
    }

    @Override
    public void flowControl(final Mode mode) {
        called("flowControl", mode);
        flowControl = mode;
    }

    @Override
    public void validateFlow(final String rule) {
        called("validateFlow", rule);
    }

    @Override
    public long createFlow(final String rule) {
        called("createFlow", rule);
        rules.put(++lastRule, rule);
        return lastRule;
    }

    @Override
    public void destroyFlow(final long number) {
        called("destroyFlow", number);
        rules.remove(number);
    }

    @Override
    public void flushFlows() {
        called("flushFlows", null);
        rules.clear();
    }

    @Override
    public long queryFlow(final long number) {
        called("queryFlow", number);
        return number * 10;
    }

    @Override
    public void isolateFlows(final boolean on) {
        called("isolateFlows", on);
    }

    @Override
    public void setLink(final boolean up) {
        called("setLink", up);
        link = link.withUp(up);
    }

    @Override
    public void defaultMac(final MacAddress address) {
        called("defaultMac", address);
        mac = address;
    }

    @Override
    public void addMac(final MacAddress address) {
        called("addMac", address);
        extra.add(address);
    }

    @Override
    public void removeMac(final MacAddress address) {
        called("removeMac", address);
        extra.remove(address);
    }

    @Override
    public List<MacAddress> macs() {
        return extra;
    }

    @Override
    public void mtu(final int bytes) {
        called("mtu", bytes);
        mtu = bytes;
    }

    @Override
    public int mtu() {
        return mtu;
    }

    @Override
    public void multicastMacs(final List<MacAddress> all) {
        called("multicastMacs", all.size());
        groups = all;
    }

    @Override
    public List<MacAddress> multicastMacs() {
        return groups;
    }

    @Override
    public void promiscuous(final boolean on) {
        called("promiscuous", on);
        promiscuous = on;
    }

    @Override
    public boolean isPromiscuous() {
        return promiscuous;
    }

    @Override
    public void startRxQueue(final int queue) {
        called("startRxQueue", queue);
    }

    @Override
    public void stopRxQueue(final int queue) {
        called("stopRxQueue", queue);
    }

    @Override
    public void startTxQueue(final int queue) {
        called("startTxQueue", queue);
    }

    @Override
    public void stopTxQueue(final int queue) {
        called("stopTxQueue", queue);
    }

    @Override
    public void vlanFilter(final int vlan, final boolean on) {
        called("vlanFilter", vlan + " " + on);
    }

    @Override
    public void vlanOffloads(final Set<RxOffload> offloads) {
        called("vlanOffloads", offloads);
        vlanOffloads = offloads;
    }

    @Override
    public Set<RxOffload> vlanOffloads() {
        return vlanOffloads;
    }

    @Override
    public void rssHash(final byte[] key, final long hashTypes) {
        called("rssHash", Long.toHexString(hashTypes));
        rssKey = key == null ? rssKey : key;
        rssTypes = hashTypes;
    }

    @Override
    public byte[] rssKey() {
        return rssKey;
    }

    @Override
    public long rssHashTypes() {
        return rssTypes;
    }

    @Override
    public void rssTable(final int[] queues) {
        called("rssTable", queues.length);
        rssTable = queues;
    }

    @Override
    public int[] rssTable() {
        return rssTable;
    }
}
