package dev.pollmode.pmd.failsafe;

import dev.pollmode.ethdev.AllMulticast;
import dev.pollmode.ethdev.Capability;
import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.FlowControl;
import dev.pollmode.ethdev.LinkControl;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.MacControl;
import dev.pollmode.ethdev.MacFilter;
import dev.pollmode.ethdev.MtuControl;
import dev.pollmode.ethdev.MulticastFilter;
import dev.pollmode.ethdev.Promiscuous;
import dev.pollmode.ethdev.RssControl;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.VlanFilter;
import dev.pollmode.ethdev.VlanOffload;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// What the application set on the port: kept, given to all sub-devices, and given again to those that come later.
///
/// A setting that was never touched is left as each sub-device has it. A sub-device that can't do something goes without:
/// only where none can, the application is told. Runs under the control lock of the port.
final class Settings {
    private final Core core;
    private final Everywhere everywhere;
    private final Set<MacAddress> extraMacs = new LinkedHashSet<>();
    private final BitSet vlans = new BitSet();
    private volatile MacAddress mac;
    private Boolean link;
    private Boolean promiscuous;
    private Boolean allMulticast;
    private Integer mtu;
    private List<MacAddress> groups;
    private Set<RxOffload> vlanOffloads;
    private FlowControl.Mode flowControl;
    private RssHashSetting rssHash;
    private int[] rssTable;

    /// What was set of the hash.
    ///
    /// @param key null when the key was left alone
    /// @param types bits of [dev.pollmode.ethdev.RssHash]
    private record RssHashSetting(byte[] key, long types) {
        void apply(final RssControl control) {
            control.rssHash(key, types);
        }
    }

    Settings(final Core core, final Everywhere everywhere) {
        this.core = core;
        this.everywhere = everywhere;
    }

    // ---- replay ----

    /// Gives a sub-device all that was set, in the order of C DPDK.
    ///
    /// @throws EthDevException naming the first that it refuses
    void replay(final SubDevice sub) {
        step(sub, "link status", LinkControl.class, link, control -> control.setLink(link));
        step(sub, "promiscuous mode", Promiscuous.class, promiscuous, control -> control.promiscuous(promiscuous));
        step(sub, "all_multicast mode", AllMulticast.class, allMulticast, control -> control.allMulticast(allMulticast));
        step(sub, "MTU", MtuControl.class, mtu, control -> sub.port().mtu(mtu));
        replayMac(sub);
        step(sub, "additional MAC addresses", MacFilter.class, extraMacs.isEmpty() ? null : extraMacs,
            filter -> extraMacs.forEach(filter::addMac));
        step(sub, "multicast MAC list", MulticastFilter.class, groups, filter -> filter.multicastMacs(groups));
        step(sub, "VLAN offloads", VlanOffload.class, vlanOffloads, control -> control.vlanOffloads(vlanOffloads));
        step(sub, "VLAN filter", VlanFilter.class, vlans.isEmpty() ? null : vlans,
            filter -> vlans.stream().forEach(vlan -> filter.vlanFilter(vlan, true)));
        step(sub, "flow control", FlowControl.class, flowControl, control -> control.flowControl(flowControl));
        step(sub, "RSS hash", RssControl.class, rssHash, rssHash == null ? null : rssHash::apply);
        step(sub, "RSS table", RssControl.class, rssTable, control -> control.rssTable(rssTable.clone()));
    }

    /// Gives a sub-device the address of the port.
    void replayMac(final SubDevice sub) {
        if (mac != null && !mac.equals(sub.port().mac())) {
            step(sub, "default MAC address", MacControl.class, mac, control -> sub.port().mac(mac));
        }
    }

    private <T extends Capability> void step(final SubDevice sub, final String what, final Class<T> type, final Object value,
            final Consumer<T> apply) {
        if (value == null) {
            return;
        }
        final T capability = sub.port().findCapability(type).orElse(null);
        if (capability == null) {
            core.log().log(Level.DEBUG, core.name() + ": " + sub + " goes without " + what);
            return;
        }
        try {
            apply.accept(capability);
        } catch (final RuntimeException e) {
            throw new EthDevException(Core.errno(e), "Failed to apply " + what + " in sub_device " + sub.index() + ": " + e.getMessage(), e);
        }
    }

    // ---- changes ----

    void link(final boolean up) {
        everywhere.change("set link", LinkControl.class, control -> control.setLink(up), undo(link, LinkControl::setLink));
        link = up;
    }

    void promiscuous(final boolean on) {
        everywhere.change("promiscuous mode", Promiscuous.class, control -> control.promiscuous(on), control -> control.promiscuous(!on));
        promiscuous = on;
    }

    boolean isPromiscuous() {
        return Boolean.TRUE.equals(promiscuous);
    }

    void allMulticast(final boolean on) {
        everywhere.change("all_multicast mode", AllMulticast.class, control -> control.allMulticast(on),
            control -> control.allMulticast(!on));
        allMulticast = on;
    }

    boolean isAllMulticast() {
        return Boolean.TRUE.equals(allMulticast);
    }

    void mtu(final int bytes) {
        everywhere.change("MTU", MtuControl.class, control -> control.mtu(bytes), undo(mtu, MtuControl::mtu));
        mtu = bytes;
    }

    /// {@return the MTU, null while nobody set it}
    Integer mtu() {
        return mtu;
    }

    /// Forgets the MTU, because a new configuration has its own.
    void forgetMtu() {
        mtu = null;
    }

    void mac(final MacAddress address) {
        everywhere.change("default MAC address", MacControl.class, control -> control.defaultMac(address),
            undo(mac, MacControl::defaultMac));
        mac = address;
    }

    MacAddress mac() {
        return mac;
    }

    /// Sets the address of the port before any sub-device is configured.
    void firstMac(final MacAddress address) {
        mac = address;
    }

    void addMac(final MacAddress address) {
        if (!address.equals(mac) && !extraMacs.contains(address)) {
            everywhere.change("add MAC address", MacFilter.class, filter -> filter.addMac(address), filter -> filter.removeMac(address));
            extraMacs.add(address);
        }
    }

    void removeMac(final MacAddress address) {
        everywhere.change("remove MAC address", MacFilter.class, filter -> filter.removeMac(address), filter -> filter.addMac(address));
        extraMacs.remove(address);
    }

    List<MacAddress> macs() {
        final List<MacAddress> all = new ArrayList<>();
        all.add(mac);
        all.addAll(extraMacs);
        return all;
    }

    void groups(final List<MacAddress> wanted) {
        final List<MacAddress> before = groups();
        everywhere.change("multicast MAC list", MulticastFilter.class, filter -> filter.multicastMacs(wanted),
            filter -> filter.multicastMacs(before));
        groups = List.copyOf(wanted);
    }

    List<MacAddress> groups() {
        return groups == null ? List.of() : groups;
    }

    void vlanFilter(final int vlan, final boolean on) {
        everywhere.change("VLAN filter", VlanFilter.class, filter -> filter.vlanFilter(vlan, on), filter -> filter.vlanFilter(vlan, !on));
        vlans.set(vlan, on);
    }

    void vlanOffloads(final Set<RxOffload> wanted) {
        everywhere.change("VLAN offloads", VlanOffload.class, control -> control.vlanOffloads(wanted),
            undo(vlanOffloads, VlanOffload::vlanOffloads));
        vlanOffloads = Set.copyOf(wanted);
    }

    Set<RxOffload> vlanOffloads() {
        return vlanOffloads == null ? Set.of() : vlanOffloads;
    }

    void flowControl(final FlowControl.Mode mode) {
        everywhere.change("flow control", FlowControl.class, control -> control.flowControl(mode),
            undo(flowControl, FlowControl::flowControl));
        flowControl = mode;
    }

    FlowControl.Mode flowControl() {
        return flowControl == null ? FlowControl.Mode.NONE : flowControl;
    }

    void rssHash(final byte[] key, final long types) {
        final byte[] lasting = key != null ? key.clone() : rssHash == null ? null : rssHash.key;
        final RssHashSetting wanted = new RssHashSetting(lasting, types);
        everywhere.change("RSS hash", RssControl.class, wanted::apply, rssHash == null ? control -> { } : rssHash::apply);
        rssHash = wanted;
    }

    void rssTable(final int[] queues) {
        everywhere.change("RSS table", RssControl.class, control -> control.rssTable(queues.clone()),
            undo(rssTable, RssControl::rssTable));
        rssTable = queues.clone();
    }

    /// Goes back to what was set before, where something was.
    private static <T, V> Consumer<T> undo(final V before, final java.util.function.BiConsumer<T, V> apply) {
        return before == null ? capability -> { } : capability -> apply.accept(capability, before);
    }
}
