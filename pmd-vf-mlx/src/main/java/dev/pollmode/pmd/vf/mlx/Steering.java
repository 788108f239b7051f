package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.mlx5.prm.CreateFlowGroup;
import dev.pollmode.mlx5.prm.CreateFlowTable;
import dev.pollmode.mlx5.prm.CreateTir;
import dev.pollmode.mlx5.prm.DeleteFlowTableEntry;
import dev.pollmode.mlx5.prm.DestroyFlowGroup;
import dev.pollmode.mlx5.prm.DestroyFlowTable;
import dev.pollmode.mlx5.prm.DestroyTir;
import dev.pollmode.mlx5.prm.FlowConstants;
import dev.pollmode.mlx5.prm.FlowContext;
import dev.pollmode.mlx5.prm.FlowDestination;
import dev.pollmode.mlx5.prm.FlowMatch;
import dev.pollmode.mlx5.prm.FlowMatchHeaders;
import dev.pollmode.mlx5.prm.FlowTableContext;
import dev.pollmode.mlx5.prm.SetFlowTableEntry;
import dev.pollmode.mlx5.prm.SetFlowTableRoot;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.TirContext;
import java.util.List;

/// Which frames reach the receive queue: one flow table, the root, with a target behind it.
///
/// | entries   | group                | frames                                          |
/// |-----------|----------------------|-------------------------------------------------|
/// | 0 to 63   | exact addresses      | for our address, broadcast, the groups joined   |
/// | 64        | the multicast bit    | for all groups, when that is on                 |
/// | 65        | everything           | in promiscuous mode                             |
///
/// Exists while the port is started. The control plane calls, one thread at a time.
final class Steering implements AutoCloseable {
    /// Groups that fit beside our address and broadcast.
    static final int MAX_GROUPS = 62;
    private static final int LOG_SIZE = 7;
    private static final int EXACT = 64;
    private static final int ALL_GROUPS = 64;
    private static final int ALL = 65;
    private static final long GROUP_BIT = 1L << 40;

    private final CommandChannel channel;
    private final Undo undo;
    private final int target;
    private final int table;
    private final int exact;
    private final int allGroups;
    private final int all;
    private int exactEntries;
    private boolean hasAllGroups;
    private boolean hasAll;

    /// @param rqn the queue that receives
    Steering(final Resources resources, final Undo undo, final int rqn) {
        channel = resources.hca().channel();
        this.undo = undo;
        try {
            target = createTarget(resources.transportDomain(), rqn);
            table = createTable();
            exact = createGroup(0, EXACT - 1, MacAddress.BROADCAST.value());
            allGroups = createGroup(ALL_GROUPS, ALL_GROUPS, GROUP_BIT);
            all = createGroup(ALL, ALL, 0);
            channel.execute(SetFlowTableRoot.In.LAYOUT.allocate().set(SetFlowTableRoot.In.TABLE_ID, table), SetFlowTableRoot.Out.LAYOUT);
        } catch (final RuntimeException e) {
            undo.close();
            throw e;
        }
    }

    private void onClose(final Runnable command) {
        undo.add(() -> {
            if (!channel.isGone()) {
                command.run();
            }
        });
    }

    private int createTarget(final int transportDomain, final int rqn) {
        final Struct in = CreateTir.In.LAYOUT.allocate();
        in.at(CreateTir.In.CTX).set(TirContext.INLINE_RQN, rqn).set(TirContext.TRANSPORT_DOMAIN, transportDomain);
        final int tir = channel.execute(in, CreateTir.Out.LAYOUT).get(CreateTir.Out.TIRN);
        onClose(() -> channel.execute(DestroyTir.In.LAYOUT.allocate().set(DestroyTir.In.TIRN, tir), DestroyTir.Out.LAYOUT));
        return tir;
    }

    private int createTable() {
        final Struct in = CreateFlowTable.In.LAYOUT.allocate().set(CreateFlowTable.In.TABLE_TYPE, FlowConstants.TABLE_NIC_RX);
        in.at(CreateFlowTable.In.FLOW_TABLE_CONTEXT).set(FlowTableContext.LOG_SIZE, LOG_SIZE);
        final int id = channel.execute(in, CreateFlowTable.Out.LAYOUT).get(CreateFlowTable.Out.TABLE_ID);
        onClose(() -> channel.execute(DestroyFlowTable.In.LAYOUT.allocate().set(DestroyFlowTable.In.TABLE_ID, id), DestroyFlowTable.Out.LAYOUT));
        return id;
    }

    private int createGroup(final int first, final int last, final long mask) {
        final Struct in = CreateFlowGroup.In.LAYOUT.allocate().set(CreateFlowGroup.In.TABLE_ID, table)
            .set(CreateFlowGroup.In.START_FLOW_INDEX, first).set(CreateFlowGroup.In.END_FLOW_INDEX, last)
            .set(CreateFlowGroup.In.MATCH_CRITERIA_ENABLE, mask == 0 ? 0 : FlowConstants.CRITERIA_OUTER);
        putDestination(in.at(CreateFlowGroup.In.MATCH_CRITERIA), mask);
        final int id = channel.execute(in, CreateFlowGroup.Out.LAYOUT).get(CreateFlowGroup.Out.GROUP_ID);
        onClose(() -> channel.execute(DestroyFlowGroup.In.LAYOUT.allocate().set(DestroyFlowGroup.In.TABLE_ID, table)
            .set(DestroyFlowGroup.In.GROUP_ID, id), DestroyFlowGroup.Out.LAYOUT));
        return id;
    }

    private static void putDestination(final Struct match, final long address) {
        match.at(FlowMatch.OUTER_HEADERS).set(FlowMatchHeaders.DMAC_47_16, (int) (address >>> 16))
            .set(FlowMatchHeaders.DMAC_15_0, (int) (address & 0xffff));
    }

    /// Sets which frames are received from now on.
    void receive(final MacAddress own, final List<MacAddress> groups, final boolean allMulticast, final boolean promiscuous) {
        putExact(0, own);
        putExact(1, MacAddress.BROADCAST);
        for (int i = 0; i < groups.size(); i++) {
            putExact(2 + i, groups.get(i));
        }
        final int wanted = 2 + groups.size();
        while (exactEntries > wanted) {
            delete(--exactEntries);
        }
        exactEntries = wanted;
        hasAllGroups = toggle(hasAllGroups, allMulticast, allGroups, ALL_GROUPS, GROUP_BIT);
        hasAll = toggle(hasAll, promiscuous, all, ALL, 0);
    }

    private void putExact(final int index, final MacAddress address) {
        if (index < exactEntries) {
            delete(index);
        }
        put(exact, index, address.value());
    }

    private boolean toggle(final boolean is, final boolean wanted, final int group, final int index, final long address) {
        if (wanted && !is) {
            put(group, index, address);
        } else if (is && !wanted) {
            delete(index);
        }
        return wanted;
    }

    private void put(final int group, final int index, final long address) {
        final Struct in = SetFlowTableEntry.In.LAYOUT.allocate(FlowDestination.LAYOUT.size()).set(SetFlowTableEntry.In.TABLE_ID, table)
            .set(SetFlowTableEntry.In.FLOW_INDEX, index);
        final Struct context = in.at(SetFlowTableEntry.In.FLOW_CONTEXT).set(FlowContext.GROUP_ID, group)
            .set(FlowContext.ACTION, FlowConstants.ACTION_FORWARD).set(FlowContext.DESTINATION_LIST_SIZE, 1);
        putDestination(context.at(FlowContext.MATCH_VALUE), address);
        in.at(SetFlowTableEntry.In.DESTINATION).set(FlowDestination.DESTINATION_TYPE, FlowConstants.DESTINATION_TIR)
            .set(FlowDestination.DESTINATION_ID, target);
        channel.execute(in, SetFlowTableEntry.Out.LAYOUT);
    }

    private void delete(final int index) {
        channel.execute(DeleteFlowTableEntry.In.LAYOUT.allocate().set(DeleteFlowTableEntry.In.TABLE_ID, table)
            .set(DeleteFlowTableEntry.In.FLOW_INDEX, index), DeleteFlowTableEntry.Out.LAYOUT);
    }

    @Override
    public void close() {
        if (!channel.isGone()) {
            for (int i = 0; i < exactEntries; i++) {
                delete(i);
            }
            hasAllGroups = toggle(hasAllGroups, false, allGroups, ALL_GROUPS, GROUP_BIT);
            hasAll = toggle(hasAll, false, all, ALL, 0);
        }
        exactEntries = 0;
        undo.close();
    }
}
