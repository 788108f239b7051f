package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.mlx5.prm.CreateFlowGroup;
import dev.pollmode.mlx5.prm.CreateFlowTable;
import dev.pollmode.mlx5.prm.DeleteFlowTableEntry;
import dev.pollmode.mlx5.prm.DestroyFlowGroup;
import dev.pollmode.mlx5.prm.DestroyFlowTable;
import dev.pollmode.mlx5.prm.FlowConstants;
import dev.pollmode.mlx5.prm.FlowContext;
import dev.pollmode.mlx5.prm.FlowDestination;
import dev.pollmode.mlx5.prm.FlowMatch;
import dev.pollmode.mlx5.prm.FlowTableContext;
import dev.pollmode.mlx5.prm.SetFlowTableEntry;
import dev.pollmode.mlx5.prm.SetFlowTableRoot;
import dev.pollmode.mlx5.prm.Struct;
import java.util.function.Consumer;

/// A flow table of received frames: groups, each with a range of entries and a mask of header fields, and entries with the values that match.
/// The first entry that matches says where a frame goes.
///
/// The control plane calls, one thread at a time. What is made is undone by the [Undo] that was given; entries are deleted by their owner before.
final class FlowTable {
    private final CommandChannel channel;
    private final Undo undo;
    private final int id;

    /// @param level tables lead only to tables of a higher level
    /// @param logSize log2 of the entries
    FlowTable(final CommandChannel channel, final Undo undo, final int level, final int logSize) {
        this.channel = channel;
        this.undo = undo;
        final Struct in = CreateFlowTable.In.LAYOUT.allocate().set(CreateFlowTable.In.TABLE_TYPE, FlowConstants.TABLE_NIC_RX);
        in.at(CreateFlowTable.In.FLOW_TABLE_CONTEXT).set(FlowTableContext.LEVEL, level).set(FlowTableContext.LOG_SIZE, logSize);
        id = channel.execute(in, CreateFlowTable.Out.LAYOUT).get(CreateFlowTable.Out.TABLE_ID);
        undo.add(channel, () -> channel.execute(DestroyFlowTable.In.LAYOUT.allocate().set(DestroyFlowTable.In.TABLE_ID, id),
            DestroyFlowTable.Out.LAYOUT));
    }

    /// {@return its number}
    int id() {
        return id;
    }

    /// Lets all frames begin here.
    void becomeRoot() {
        channel.execute(SetFlowTableRoot.In.LAYOUT.allocate().set(SetFlowTableRoot.In.TABLE_ID, id), SetFlowTableRoot.Out.LAYOUT);
    }

    /// Makes a group.
    ///
    /// @param first its first entry
    /// @param last its last entry
    /// @param mask sets the bits that are compared in a [dev.pollmode.mlx5.prm.FlowMatchHeaders]; null when everything matches
    /// @return its number
    int group(final int first, final int last, final Consumer<Struct> mask) {
        final Struct in = CreateFlowGroup.In.LAYOUT.allocate().set(CreateFlowGroup.In.TABLE_ID, id)
            .set(CreateFlowGroup.In.START_FLOW_INDEX, first).set(CreateFlowGroup.In.END_FLOW_INDEX, last)
            .set(CreateFlowGroup.In.MATCH_CRITERIA_ENABLE, mask == null ? 0 : FlowConstants.CRITERIA_OUTER);
        if (mask != null) {
            mask.accept(in.at(CreateFlowGroup.In.MATCH_CRITERIA).at(FlowMatch.OUTER_HEADERS));
        }
        final int group = channel.execute(in, CreateFlowGroup.Out.LAYOUT).get(CreateFlowGroup.Out.GROUP_ID);
        undo.add(channel, () -> channel.execute(DestroyFlowGroup.In.LAYOUT.allocate().set(DestroyFlowGroup.In.TABLE_ID, id)
            .set(DestroyFlowGroup.In.GROUP_ID, group), DestroyFlowGroup.Out.LAYOUT));
        return group;
    }

    /// Makes an entry.
    ///
    /// @param group to which it belongs
    /// @param index within the range of its group
    /// @param value sets what is compared in a [dev.pollmode.mlx5.prm.FlowMatchHeaders]
    /// @param kind of destination, from [FlowConstants]
    /// @param destination its number
    void put(final int group, final int index, final Consumer<Struct> value, final int kind, final int destination) {
        final Struct in = SetFlowTableEntry.In.LAYOUT.allocate(FlowDestination.LAYOUT.size()).set(SetFlowTableEntry.In.TABLE_ID, id)
            .set(SetFlowTableEntry.In.FLOW_INDEX, index);
        final Struct context = in.at(SetFlowTableEntry.In.FLOW_CONTEXT).set(FlowContext.GROUP_ID, group)
            .set(FlowContext.ACTION, FlowConstants.ACTION_FORWARD).set(FlowContext.DESTINATION_LIST_SIZE, 1);
        value.accept(context.at(FlowContext.MATCH_VALUE).at(FlowMatch.OUTER_HEADERS));
        in.at(SetFlowTableEntry.In.DESTINATION).set(FlowDestination.DESTINATION_TYPE, kind).set(FlowDestination.DESTINATION_ID, destination);
        channel.execute(in, SetFlowTableEntry.Out.LAYOUT);
    }

    /// Deletes an entry.
    void delete(final int index) {
        channel.execute(DeleteFlowTableEntry.In.LAYOUT.allocate().set(DeleteFlowTableEntry.In.TABLE_ID, id)
            .set(DeleteFlowTableEntry.In.FLOW_INDEX, index), DeleteFlowTableEntry.Out.LAYOUT);
    }
}
