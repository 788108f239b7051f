package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Command;
import dev.pollmode.mlx5.prm.CommandHeader;
import dev.pollmode.mlx5.prm.CommandStatus;
import dev.pollmode.mlx5.prm.DeleteFlowTableEntry;
import dev.pollmode.mlx5.prm.FlowConstants;
import dev.pollmode.mlx5.prm.FlowContext;
import dev.pollmode.mlx5.prm.FlowCounterReference;
import dev.pollmode.mlx5.prm.FlowDestination;
import dev.pollmode.mlx5.prm.FlowMatch;
import dev.pollmode.mlx5.prm.QueryFlowTableEntry;
import dev.pollmode.mlx5.prm.SetFlowTableEntry;
import dev.pollmode.mlx5.prm.Struct;
import java.util.ArrayList;
import java.util.List;

/// Entries of flow tables.
final class FlowEntryCommands {
    private static final int NEW = 0;
    private static final int SELECT_ACTION = 1;
    private static final int SELECT_TAG = 1 << 1;
    private static final int SELECT_DESTINATIONS = 1 << 2;
    private static final int SELECT_COUNTERS = 1 << 3;
    private static final int ACTIONS = FlowConstants.ACTION_ALLOW | FlowConstants.ACTION_DROP | FlowConstants.ACTION_FORWARD | FlowConstants.ACTION_COUNT;

    private final Hca hca;

    FlowEntryCommands(final Hca hca, final CommandTable table) {
        this.hca = hca;
        table.add(Command.SET_FLOW_TABLE_ENTRY, Phase.RUNNING, 2, this::set);
        table.add(Command.DELETE_FLOW_TABLE_ENTRY, this::delete);
        table.add(Command.QUERY_FLOW_TABLE_ENTRY, this::query);
    }

    private void set(final Struct in, final Struct out) throws CommandFailure {
        FlowCommands.requireSelf(in.get(SetFlowTableEntry.In.OTHER_VPORT));
        final FlowTable table = FlowCommands.table(hca, in, SetFlowTableEntry.In.TABLE_TYPE, SetFlowTableEntry.In.TABLE_ID);
        final int index = in.get(SetFlowTableEntry.In.FLOW_INDEX);
        final FlowEntry old = table.entries.get(index);
        final boolean makes = in.get(CommandHeader.OP_MOD) == NEW;
        CommandFailure.require(makes == (old == null), CommandStatus.BAD_RESOURCE_STATE, makes ? "entry in use" : "no such entry");
        final FlowEntry asked = read(in, table, index);
        final FlowEntry entry = makes ? asked : merge(old, asked, in.get(SetFlowTableEntry.In.MODIFY_ENABLE_MASK));
        entry.retainAll();
        if (old != null) {
            old.releaseAll();
        }
        table.put(entry);
    }

    private FlowEntry read(final Struct in, final FlowTable table, final int index) throws CommandFailure {
        final Struct context = in.at(SetFlowTableEntry.In.FLOW_CONTEXT);
        final FlowGroup group = hca.flowGroups.get(context.get(FlowContext.GROUP_ID));
        CommandFailure.require(group.table == table && group.contains(index), CommandStatus.BAD_INDEX, "index outside the group");
        final int action = context.get(FlowContext.ACTION);
        CommandFailure.require((action & ~ACTIONS) == 0, "no such action");
        final int destinations = (action & FlowConstants.ACTION_FORWARD) != 0 ? context.get(FlowContext.DESTINATION_LIST_SIZE) : 0;
        final int counters = (action & FlowConstants.ACTION_COUNT) != 0 ? context.get(FlowContext.FLOW_COUNTER_LIST_SIZE) : 0;
        CommandFailure.require(destinations <= 1 << Capabilities.LOG_MAX_DESTINATION && counters <= 1, CommandStatus.LIMIT_EXCEEDED,
            "too many destinations or counters");
        final Struct list = in.at(SetFlowTableEntry.In.DESTINATION);
        final List<Tir> targets = new ArrayList<>();
        final List<FlowTable> tables = new ArrayList<>();
        for (int i = 0; i < destinations; i++) {
            final Struct destination = list.at(i * FlowDestination.LAYOUT.size(), FlowDestination.LAYOUT.size());
            addDestination(destination, table, targets, tables);
        }
        final FlowCounter[] counter = new FlowCounter[counters];
        for (int i = 0; i < counters; i++) {
            final Struct reference = list.at((destinations + i) * FlowDestination.LAYOUT.size(), FlowCounterReference.LAYOUT.size());
            counter[i] = hca.flowCounters.get(reference.get(FlowCounterReference.FLOW_COUNTER_ID));
        }
        final long[] value = FlowKey.words(context.at(FlowContext.MATCH_VALUE).at(FlowMatch.OUTER_HEADERS));
        for (int i = 0; i < value.length; i++) {
            value[i] &= group.mask[i];
        }
        return new FlowEntry(index, group, context.get(FlowContext.FLOW_TAG), action, value, targets.toArray(Tir[]::new),
            tables.toArray(FlowTable[]::new), counter, Struct.of(context.toByteArray()));
    }

    private void addDestination(final Struct destination, final FlowTable table, final List<Tir> targets, final List<FlowTable> tables)
        throws CommandFailure {
        final int id = destination.get(FlowDestination.DESTINATION_ID);
        switch (destination.get(FlowDestination.DESTINATION_TYPE)) {
            case FlowConstants.DESTINATION_TIR -> targets.add(hca.receiveTargets.get(id));
            case FlowConstants.DESTINATION_TABLE -> {
                final FlowTable next = hca.flowTables.get(id);
                CommandFailure.require(next.level > table.level, "an entry forwards to a higher level");
                tables.add(next);
            }
            default -> throw CommandFailure.parameter("no such kind of destination");
        }
    }

    private static FlowEntry merge(final FlowEntry old, final FlowEntry asked, final int select) {
        final boolean destinations = (select & SELECT_DESTINATIONS) != 0;
        final int action = (select & SELECT_ACTION) != 0 ? asked.action : old.action;
        final int tag = (select & SELECT_TAG) != 0 ? asked.tag : old.tag;
        final FlowCounter[] counters = (select & SELECT_COUNTERS) != 0 ? asked.counters : old.counters;
        final Struct given = Struct.of(old.given.toByteArray()).set(FlowContext.ACTION, action).set(FlowContext.FLOW_TAG, tag);
        return new FlowEntry(old.index, old.group, tag, action, old.value, destinations ? asked.targets : old.targets,
            destinations ? asked.tables : old.tables, counters, given);
    }

    private void delete(final Struct in, final Struct out) throws CommandFailure {
        final FlowTable table = FlowCommands.table(hca, in, DeleteFlowTableEntry.In.TABLE_TYPE, DeleteFlowTableEntry.In.TABLE_ID);
        final int index = in.get(DeleteFlowTableEntry.In.FLOW_INDEX);
        final FlowEntry entry = table.entries.get(index);
        CommandFailure.require(entry != null, CommandStatus.BAD_INDEX, "no such entry");
        entry.releaseAll();
        table.remove(index);
    }

    private void query(final Struct in, final Struct out) throws CommandFailure {
        final FlowTable table = FlowCommands.table(hca, in, QueryFlowTableEntry.In.TABLE_TYPE, QueryFlowTableEntry.In.TABLE_ID);
        final FlowEntry entry = table.entries.get(in.get(QueryFlowTableEntry.In.FLOW_INDEX));
        CommandFailure.require(entry != null, CommandStatus.BAD_INDEX, "no such entry");
        out.set(QueryFlowTableEntry.Out.FLOW_CONTEXT, entry.given);
    }
}
