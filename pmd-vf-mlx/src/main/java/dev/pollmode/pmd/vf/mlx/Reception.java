package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.sys.Errno;
import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/// Which frames a port receives: by address, group, mode and VLAN. Known while the port is stopped; the flow tables exist while it is started.
///
/// What the virtual port refuses changes nothing here. The control plane calls, one thread at a time.
final class Reception {
    /// Addresses a port can have, the default one among them.
    static final int MAX_MACS = 64;

    private final Vport vport;
    private final String name;
    private final List<MacAddress> added = new ArrayList<>();
    private final BitSet vlans = new BitSet();
    private MacAddress mac;
    private List<MacAddress> groups = List.of();
    private boolean promiscuous;
    private boolean allMulticast;
    private boolean filtersVlans;
    private Steering steering;
    private VlanTable vlanTable;

    /// Takes the address that the physical function chose, or one of our own when it chose none.
    ///
    /// @param name of the port, for messages
    Reception(final Vport vport, final String name) {
        this.vport = vport;
        this.name = name;
        final MacAddress given = vport.mac();
        mac = given.isZero() ? MacAddress.random(new Random()) : given;
        if (given.isZero()) {
            vport.mac(mac);
        }
        vport.modes(false, false);
        vport.addresses(List.of(mac));
    }

    /// Makes the flow tables.
    ///
    /// @param next number of the table where received frames go on
    /// @param running gets what takes them away
    void start(final Resources resources, final int next, final Undo running, final Logger log) {
        running.add(() -> vlanTable = null);
        vlanTable = new VlanTable(resources, new Undo(log), next);
        running.add(vlanTable::close);
        running.add(() -> steering = null);
        steering = new Steering(resources, new Undo(log), vlanTable.id());
        running.add(steering::close);
        receiveVlans();
        receive();
    }

    private void receive() {
        if (steering != null) {
            final List<MacAddress> exact = new ArrayList<>(List.of(mac, MacAddress.BROADCAST));
            exact.addAll(added);
            exact.addAll(groups);
            steering.receive(exact, allMulticast, promiscuous);
        }
    }

    private void receiveVlans() {
        if (vlanTable != null) {
            vlanTable.receive(filtersVlans ? vlans : null);
        }
    }

    /// {@return the default address}
    MacAddress mac() {
        return mac;
    }

    /// Sets the default address.
    void mac(final MacAddress address) {
        vport.mac(address);
        added.remove(address);
        mac = address;
        vport.addresses(macs());
        receive();
    }

    /// {@return all addresses, the default one first}
    List<MacAddress> macs() {
        final List<MacAddress> all = new ArrayList<>(List.of(mac));
        all.addAll(added);
        return List.copyOf(all);
    }

    /// Adds an address.
    void add(final MacAddress address) {
        if (macs().contains(address)) {
            return;
        }
        final List<MacAddress> all = new ArrayList<>(macs());
        all.add(address);
        vport.addresses(all);
        added.add(address);
        receive();
    }

    /// Removes an address that was added.
    void remove(final MacAddress address) {
        if (!added.contains(address)) {
            throw new EthDevException(Errno.ENOENT, name + ": ENOENT, " + address + " was not added");
        }
        added.remove(address);
        vport.addresses(macs());
        receive();
    }

    /// {@return the groups that were joined}
    List<MacAddress> groups() {
        return groups;
    }

    /// Joins these groups and no other.
    void groups(final List<MacAddress> wanted) {
        if (wanted.size() > Steering.MAX_GROUPS) {
            throw new EthDevException(Errno.ENOSPC, name + ": ENOSPC, " + wanted.size() + " groups, " + Steering.MAX_GROUPS
                + " fit; use all-multicast mode");
        }
        vport.groups(wanted);
        groups = List.copyOf(wanted);
        receive();
    }

    /// {@return whether frames for others are received}
    boolean isPromiscuous() {
        return promiscuous;
    }

    /// Says whether frames for others are received.
    void promiscuous(final boolean on) {
        vport.modes(on, allMulticast);
        promiscuous = on;
        receive();
    }

    /// {@return whether frames for all groups are received}
    boolean isAllMulticast() {
        return allMulticast;
    }

    /// Says whether frames for all groups are received.
    void allMulticast(final boolean on) {
        vport.modes(promiscuous, on);
        allMulticast = on;
        receive();
    }

    /// Lets a VLAN in or keeps it out, where VLANs are filtered.
    void vlan(final int identifier, final boolean on) {
        final boolean before = vlans.get(identifier);
        vlans.set(identifier, on);
        try {
            receiveVlans();
        } catch (final RuntimeException e) {
            vlans.set(identifier, before);
            throw e;
        }
    }

    /// {@return whether only VLANs that were let in are received}
    boolean filtersVlans() {
        return filtersVlans;
    }

    /// Says whether only VLANs that were let in are received, and frames without a tag.
    void filterVlans(final boolean on) {
        filtersVlans = on;
        receiveVlans();
    }
}
