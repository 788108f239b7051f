package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.mlx5.prm.FlowConstants;
import dev.pollmode.mlx5.prm.FlowMatchHeaders;
import dev.pollmode.mlx5.prm.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Which frames are received, by their destination: the root of the flow tables. What it lets through goes on to [VlanTable].
///
/// | entries   | group                | frames                                          |
/// |-----------|----------------------|-------------------------------------------------|
/// | 0 to 127  | exact addresses      | for our addresses, broadcast, the groups joined |
/// | 128       | the multicast bit    | for all groups, when that is on                 |
/// | 129       | everything           | in promiscuous mode                             |
///
/// Exists while the port is started. The control plane calls, one thread at a time.
final class Steering implements AutoCloseable {
    /// Groups that fit beside [Reception#MAX_MACS] addresses and broadcast.
    static final int MAX_GROUPS = 62;
    private static final int LOG_SIZE = 8;
    private static final int EXACT = 128;
    private static final int ALL_GROUPS = EXACT;
    private static final int ALL = EXACT + 1;
    private static final long GROUP_BIT = 1L << 40;

    private final CommandChannel channel;
    private final Undo undo;
    private final int next;
    private final FlowTable table;
    private final int exact;
    private final int allGroups;
    private final int all;
    private final List<MacAddress> present = new ArrayList<>();
    private boolean hasAllGroups;
    private boolean hasAll;

    /// @param next number of the table where the frames go on
    Steering(final Resources resources, final Undo undo, final int next) {
        channel = resources.hca().channel();
        this.undo = undo;
        this.next = next;
        try {
            table = new FlowTable(channel, undo, 0, LOG_SIZE);
            exact = table.group(0, EXACT - 1, destination(MacAddress.BROADCAST.value()));
            allGroups = table.group(ALL_GROUPS, ALL_GROUPS, destination(GROUP_BIT));
            all = table.group(ALL, ALL, null);
            table.becomeRoot();
        } catch (final RuntimeException e) {
            undo.close();
            throw e;
        }
    }

    private static Consumer<Struct> destination(final long address) {
        return headers -> headers.set(FlowMatchHeaders.DMAC_47_16, (int) (address >>> 16)).set(FlowMatchHeaders.DMAC_15_0, (int) (address & 0xffff));
    }

    /// Sets which frames are received from now on.
    ///
    /// @param addresses those of single stations and of groups, at most [#EXACT]
    void receive(final List<MacAddress> addresses, final boolean allMulticast, final boolean promiscuous) {
        for (int i = 0; i < addresses.size(); i++) {
            putExact(i, addresses.get(i));
        }
        while (present.size() > addresses.size()) {
            table.delete(present.size() - 1);
            present.removeLast();
        }
        hasAllGroups = toggle(hasAllGroups, allMulticast, allGroups, ALL_GROUPS, GROUP_BIT);
        hasAll = toggle(hasAll, promiscuous, all, ALL, 0);
    }

    private void putExact(final int index, final MacAddress address) {
        if (index == present.size()) {
            put(exact, index, address.value());
            present.add(address);
        } else if (!present.get(index).equals(address)) {
            table.delete(index);
            put(exact, index, address.value());
            present.set(index, address);
        }
    }

    private boolean toggle(final boolean is, final boolean wanted, final int group, final int index, final long address) {
        if (wanted && !is) {
            put(group, index, address);
        } else if (is && !wanted) {
            table.delete(index);
        }
        return wanted;
    }

    private void put(final int group, final int index, final long address) {
        table.put(group, index, destination(address), FlowConstants.DESTINATION_TABLE, next);
    }

    @Override
    public void close() {
        if (!channel.isGone()) {
            for (int i = 0; i < present.size(); i++) {
                table.delete(i);
            }
            hasAllGroups = toggle(hasAllGroups, false, allGroups, ALL_GROUPS, GROUP_BIT);
            hasAll = toggle(hasAll, false, all, ALL, 0);
        }
        present.clear();
        undo.close();
    }
}
