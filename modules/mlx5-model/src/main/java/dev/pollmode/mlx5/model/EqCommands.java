package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Command;
import dev.pollmode.mlx5.prm.CommandStatus;
import dev.pollmode.mlx5.prm.CreateEq;
import dev.pollmode.mlx5.prm.DestroyEq;
import dev.pollmode.mlx5.prm.EqContext;
import dev.pollmode.mlx5.prm.Eqe;
import dev.pollmode.mlx5.prm.QueryEq;
import dev.pollmode.mlx5.prm.Struct;

/// Event queues.
final class EqCommands {
    private static final int FAILED = 0xa;

    private final Hca hca;

    EqCommands(final Hca hca, final CommandTable table) {
        this.hca = hca;
        table.addMaker(Command.CREATE_EQ, this::create);
        table.add(Command.DESTROY_EQ, (in, out) -> hca.eventQueues.remove(in.get(DestroyEq.In.EQ_NUMBER)));
        table.add(Command.QUERY_EQ, this::query);
    }

    private void create(final Struct in, final Struct out) throws CommandFailure {
        final Struct context = in.at(CreateEq.In.EQ_CONTEXT_ENTRY);
        final int logSize = context.get(EqContext.LOG_EQ_SIZE);
        CommandFailure.require(logSize <= Capabilities.LOG_MAX_EQ_SZ, CommandStatus.LIMIT_EXCEEDED, "event queue too long");
        final int vector = context.get(EqContext.INTR);
        CommandFailure.require(vector < hca.config.vectors(), "no such interrupt vector");
        final Plain uar = hca.uars.get(context.get(EqContext.UAR_PAGE));
        final Ring ring = Lists.ring(in.at(CreateEq.In.PAS), context.get(EqContext.LOG_PAGE_SIZE), context.get(EqContext.PAGE_OFFSET),
            1L << logSize + Eqe.LOG_SIZE);
        final long[] mask = {in.get(CreateEq.In.EVENT_BITMASK), in.get(CreateEq.In.EVENT_BITMASK_1), in.get(CreateEq.In.EVENT_BITMASK_2),
            in.get(CreateEq.In.EVENT_BITMASK_3)};
        final EventQueue queue = hca.eventQueues.add(new EventQueue(hca.eventQueues.reserve(), ring, logSize, vector, uar.number(), mask,
            context.is(EqContext.OI), context.get(EqContext.ST) == EventQueue.STATE_ALWAYS_ARMED));
        queue.hold(uar);
        out.set(CreateEq.Out.EQ_NUMBER, queue.number());
    }

    private void query(final Struct in, final Struct out) throws CommandFailure {
        final EventQueue queue = hca.eventQueues.get(in.get(QueryEq.In.EQ_NUMBER));
        final Struct context = out.at(QueryEq.Out.EQ_CONTEXT_ENTRY);
        context.set(EqContext.STATUS, queue.overrun ? FAILED : 0).set(EqContext.OI, queue.overrunIgnored).set(EqContext.ST, queue.state());
        context.set(EqContext.LOG_EQ_SIZE, queue.logSize).set(EqContext.UAR_PAGE, queue.uar).set(EqContext.INTR, queue.vector);
        context.set(EqContext.CONSUMER_COUNTER, queue.consumer & 0xffffff).set(EqContext.PRODUCER_COUNTER, queue.producer & 0xffffff);
        out.set(QueryEq.Out.EVENT_BITMASK, queue.mask[0]);
    }
}
