package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.AllocQCounter;
import dev.pollmode.mlx5.prm.Command;
import dev.pollmode.mlx5.prm.DeallocQCounter;
import dev.pollmode.mlx5.prm.QueryQCounter;
import dev.pollmode.mlx5.prm.Struct;

/// Queue counters.
final class CounterCommands {
    private final Hca hca;

    CounterCommands(final Hca hca, final CommandTable table) {
        this.hca = hca;
        table.addMaker(Command.ALLOC_Q_COUNTER, (in, out) -> out.set(AllocQCounter.Out.COUNTER_SET_ID,
            hca.queueCounters.add(new QueueCounters(hca.queueCounters.reserve())).number()));
        table.add(Command.DEALLOC_Q_COUNTER, (in, out) -> hca.queueCounters.remove(in.get(DeallocQCounter.In.COUNTER_SET_ID)));
        table.add(Command.QUERY_Q_COUNTER, this::query);
    }

    private void query(final Struct in, final Struct out) throws CommandFailure {
        final QueueCounters counters = hca.queueCounters.get(in.get(QueryQCounter.In.COUNTER_SET_ID));
        out.set(QueryQCounter.Out.OUT_OF_BUFFER, counters.outOfBuffer);
        if (in.is(QueryQCounter.In.CLEAR)) {
            counters.outOfBuffer = 0;
        }
    }
}
