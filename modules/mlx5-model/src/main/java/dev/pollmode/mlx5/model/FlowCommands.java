package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.AllocFlowCounter;
import dev.pollmode.mlx5.prm.Command;
import dev.pollmode.mlx5.prm.CommandHeader;
import dev.pollmode.mlx5.prm.CommandStatus;
import dev.pollmode.mlx5.prm.CreateFlowGroup;
import dev.pollmode.mlx5.prm.CreateFlowTable;
import dev.pollmode.mlx5.prm.DeallocFlowCounter;
import dev.pollmode.mlx5.prm.DestroyFlowGroup;
import dev.pollmode.mlx5.prm.DestroyFlowTable;
import dev.pollmode.mlx5.prm.Field;
import dev.pollmode.mlx5.prm.FlowConstants;
import dev.pollmode.mlx5.prm.FlowMatch;
import dev.pollmode.mlx5.prm.FlowTableContext;
import dev.pollmode.mlx5.prm.ModifyFlowTable;
import dev.pollmode.mlx5.prm.QueryFlowCounter;
import dev.pollmode.mlx5.prm.QueryFlowGroup;
import dev.pollmode.mlx5.prm.QueryFlowTable;
import dev.pollmode.mlx5.prm.SetFlowTableRoot;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.TrafficCounter;

/// Flow tables, their groups and counters; entries have [FlowEntryCommands].
final class FlowCommands {
    private static final int SELECT_MISS = 1;
    /// Bytes that firmware keeps for an entry.
    private static final int ENTRY_COST = 16;

    private final Hca hca;

    FlowCommands(final Hca hca, final CommandTable table) {
        this.hca = hca;
        table.addMaker(Command.CREATE_FLOW_TABLE, this::createTable);
        table.add(Command.DESTROY_FLOW_TABLE, this::destroyTable);
        table.add(Command.MODIFY_FLOW_TABLE, this::modifyTable);
        table.add(Command.QUERY_FLOW_TABLE, this::queryTable);
        table.add(Command.SET_FLOW_TABLE_ROOT, Phase.RUNNING, 2, this::setRoot);
        table.addMaker(Command.CREATE_FLOW_GROUP, this::createGroup);
        table.add(Command.DESTROY_FLOW_GROUP, this::destroyGroup);
        table.add(Command.QUERY_FLOW_GROUP, this::queryGroup);
        table.addMaker(Command.ALLOC_FLOW_COUNTER, (in, out) -> out.set(AllocFlowCounter.Out.FLOW_COUNTER_ID,
            hca.flowCounters.add(new FlowCounter(hca.flowCounters.reserve())).number()));
        table.add(Command.DEALLOC_FLOW_COUNTER, (in, out) -> hca.flowCounters.remove(in.get(DeallocFlowCounter.In.FLOW_COUNTER_ID)));
        table.add(Command.QUERY_FLOW_COUNTER, this::queryCounter);
    }

    static FlowTable table(final Hca hca, final Struct in, final Field type, final Field id) throws CommandFailure {
        final FlowTable table = hca.flowTables.get(in.get(id));
        CommandFailure.require(table.type == in.get(type), "a table of another type");
        return table;
    }

    private void createTable(final Struct in, final Struct out) throws CommandFailure {
        requireSelf(in.get(CreateFlowTable.In.OTHER_VPORT));
        final int type = in.get(CreateFlowTable.In.TABLE_TYPE);
        CommandFailure.require(type == FlowConstants.TABLE_NIC_RX, "no such type of table");
        final Struct context = in.at(CreateFlowTable.In.FLOW_TABLE_CONTEXT);
        final int level = context.get(FlowTableContext.LEVEL);
        final int logSize = context.get(FlowTableContext.LOG_SIZE);
        CommandFailure.require(level <= Capabilities.MAX_FT_LEVEL && logSize <= Capabilities.LOG_MAX_FT_SIZE, CommandStatus.LIMIT_EXCEEDED,
            "level or size of a table");
        final FlowTable miss = missTable(context, level);
        final FlowTable table = hca.flowTables.add(new FlowTable(hca.flowTables.reserve(), type, level, logSize));
        setMiss(table, miss);
        hca.pages.use(cost(table));
        out.set(CreateFlowTable.Out.TABLE_ID, table.number());
    }

    private static long cost(final FlowTable table) {
        return table.size() * ENTRY_COST * PageSupply.OBJECTS_PER_PAGE / PageSupply.PAGE_SIZE;
    }

    private FlowTable missTable(final Struct context, final int level) throws CommandFailure {
        if (context.get(FlowTableContext.TABLE_MISS_ACTION) != FlowConstants.MISS_TABLE) {
            return null;
        }
        final FlowTable miss = hca.flowTables.get(context.get(FlowTableContext.TABLE_MISS_ID));
        CommandFailure.require(miss.level > level, "a miss goes to a higher level");
        return miss;
    }

    private static void setMiss(final FlowTable table, final FlowTable miss) {
        if (miss != null) {
            table.hold(miss);
        }
        if (table.missTable != null) {
            table.drop(table.missTable);
        }
        table.missTable = miss;
    }

    private void destroyTable(final Struct in, final Struct out) throws CommandFailure {
        final FlowTable table = table(hca, in, DestroyFlowTable.In.TABLE_TYPE, DestroyFlowTable.In.TABLE_ID);
        hca.flowTables.remove(table.number());
        setMiss(table, null);
        hca.pages.unuse(cost(table));
        if (hca.steering.root() == table) {
            hca.steering.setRoot(null);
        }
    }

    private void modifyTable(final Struct in, final Struct out) throws CommandFailure {
        final FlowTable table = table(hca, in, ModifyFlowTable.In.TABLE_TYPE, ModifyFlowTable.In.TABLE_ID);
        if ((in.get(ModifyFlowTable.In.MODIFY_FIELD_SELECT) & SELECT_MISS) != 0) {
            setMiss(table, missTable(in.at(ModifyFlowTable.In.FLOW_TABLE_CONTEXT), table.level));
        }
    }

    private void queryTable(final Struct in, final Struct out) throws CommandFailure {
        final FlowTable table = table(hca, in, QueryFlowTable.In.TABLE_TYPE, QueryFlowTable.In.TABLE_ID);
        final Struct context = out.at(QueryFlowTable.Out.FLOW_TABLE_CONTEXT);
        context.set(FlowTableContext.LEVEL, table.level).set(FlowTableContext.LOG_SIZE, table.logSize);
        if (table.missTable != null) {
            context.set(FlowTableContext.TABLE_MISS_ACTION, FlowConstants.MISS_TABLE).set(FlowTableContext.TABLE_MISS_ID, table.missTable.number());
        }
    }

    private void setRoot(final Struct in, final Struct out) throws CommandFailure {
        requireSelf(in.get(SetFlowTableRoot.In.OTHER_VPORT));
        CommandFailure.require(in.get(SetFlowTableRoot.In.TABLE_TYPE) == FlowConstants.TABLE_NIC_RX, "no such type of table");
        final boolean resets = in.get(CommandHeader.OP_MOD) == 1;
        hca.steering.setRoot(resets ? null : table(hca, in, SetFlowTableRoot.In.TABLE_TYPE, SetFlowTableRoot.In.TABLE_ID));
    }

    private void createGroup(final Struct in, final Struct out) throws CommandFailure {
        requireSelf(in.get(CreateFlowGroup.In.OTHER_VPORT));
        final FlowTable table = table(hca, in, CreateFlowGroup.In.TABLE_TYPE, CreateFlowGroup.In.TABLE_ID);
        final int start = in.get(CreateFlowGroup.In.START_FLOW_INDEX);
        final int end = in.get(CreateFlowGroup.In.END_FLOW_INDEX);
        CommandFailure.require(Integer.compareUnsigned(start, end) <= 0 && Integer.toUnsignedLong(end) < table.size(), CommandStatus.BAD_INDEX,
            "range outside the table");
        CommandFailure.require(table.groups.stream().noneMatch(group -> group.overlaps(start, end)), CommandStatus.BAD_INDEX,
            "range of another group");
        final int criteria = in.get(CreateFlowGroup.In.MATCH_CRITERIA_ENABLE);
        final Struct mask = in.at(CreateFlowGroup.In.MATCH_CRITERIA);
        CommandFailure.require(onlyOuter(mask), "only outer headers are matched");
        final long[] words = (criteria & FlowConstants.CRITERIA_OUTER) != 0 ? FlowKey.words(mask.at(FlowMatch.OUTER_HEADERS)) : new long[FlowKey.WORDS];
        final FlowGroup group = hca.flowGroups.add(new FlowGroup(hca.flowGroups.reserve(), table, start, end, criteria, words, mask.toByteArray()));
        table.groups.add(group);
        group.hold(table);
        out.set(CreateFlowGroup.Out.GROUP_ID, group.number());
    }

    private static boolean onlyOuter(final Struct mask) {
        final Struct rest = mask.from(FlowMatch.MISC_PARAMETERS.offset());
        for (int i = 0; i < rest.length(); i++) {
            if (rest.getByte(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private void destroyGroup(final Struct in, final Struct out) throws CommandFailure {
        final FlowTable table = table(hca, in, DestroyFlowGroup.In.TABLE_TYPE, DestroyFlowGroup.In.TABLE_ID);
        final FlowGroup group = hca.flowGroups.get(in.get(DestroyFlowGroup.In.GROUP_ID));
        CommandFailure.require(group.table == table, "a group of another table");
        hca.flowGroups.remove(group.number());
        table.groups.remove(group);
    }

    private void queryGroup(final Struct in, final Struct out) throws CommandFailure {
        final FlowTable table = table(hca, in, QueryFlowGroup.In.TABLE_TYPE, QueryFlowGroup.In.TABLE_ID);
        final FlowGroup group = hca.flowGroups.get(in.get(QueryFlowGroup.In.GROUP_ID));
        CommandFailure.require(group.table == table, "a group of another table");
        out.set(QueryFlowGroup.Out.START_FLOW_INDEX, group.start).set(QueryFlowGroup.Out.END_FLOW_INDEX, group.end)
            .set(QueryFlowGroup.Out.MATCH_CRITERIA_ENABLE, group.criteria).set(QueryFlowGroup.Out.MATCH_CRITERIA, Struct.of(group.given));
    }

    private void queryCounter(final Struct in, final Struct out) throws CommandFailure {
        final FlowCounter counter = hca.flowCounters.get(in.get(QueryFlowCounter.In.FLOW_COUNTER_ID));
        final Struct list = out.at(QueryFlowCounter.Out.FLOW_STATISTICS);
        CommandFailure.require(list.length() >= TrafficCounter.LAYOUT.size(), CommandStatus.BAD_OUTPUT_LENGTH, "no room for a counter");
        list.set(TrafficCounter.PACKETS, counter.traffic.packets).set(TrafficCounter.OCTETS, counter.traffic.octets);
        if (in.is(QueryFlowCounter.In.CLEAR)) {
            counter.traffic.clear();
        }
    }

    static void requireSelf(final int otherVport) throws CommandFailure {
        CommandFailure.require(otherVport == 0, "not the manager of other functions");
    }
}
