package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Command;
import dev.pollmode.mlx5.prm.CommandStatus;
import dev.pollmode.mlx5.prm.CqContext;
import dev.pollmode.mlx5.prm.Cqe;
import dev.pollmode.mlx5.prm.CreateCq;
import dev.pollmode.mlx5.prm.DestroyCq;
import dev.pollmode.mlx5.prm.ModifyCq;
import dev.pollmode.mlx5.prm.QueryCq;
import dev.pollmode.mlx5.prm.Struct;
import java.util.ArrayList;
import java.util.List;

/// Completion queues.
final class CqCommands {
    private static final int SELECT_PERIOD = 1;
    private static final int SELECT_MAX_COUNT = 1 << 1;
    private static final int SELECT_OVERRUN_IGNORE = 1 << 2;
    private static final int SELECT_PERIOD_MODE = 1 << 4;
    private static final int SELECT_EQ = 1 << 5;
    private static final int BASIC_LAYOUT = 0;

    private final Hca hca;

    CqCommands(final Hca hca, final CommandTable table) {
        this.hca = hca;
        table.addMaker(Command.CREATE_CQ, this::create);
        table.add(Command.DESTROY_CQ, (in, out) -> hca.completionQueues.remove(in.get(DestroyCq.In.CQN)));
        table.add(Command.QUERY_CQ, this::query);
        table.add(Command.MODIFY_CQ, this::modify);
    }

    private void create(final Struct in, final Struct out) throws CommandFailure {
        final Struct context = in.at(CreateCq.In.CQ_CONTEXT);
        final int logSize = context.get(CqContext.LOG_CQ_SIZE);
        CommandFailure.require(logSize <= Capabilities.LOG_MAX_CQ_SZ, CommandStatus.LIMIT_EXCEEDED, "completion queue too long");
        final int entrySize = context.get(CqContext.CQE_SZ);
        CommandFailure.require(entrySize <= 2, "no such length of completions");
        CommandFailure.require(context.get(CqContext.CQE_COMP_LAYOUT) == BASIC_LAYOUT, "no such layout of compressed completions");
        CommandFailure.require(context.get(CqContext.CQ_TIMESTAMP_FORMAT) <= Capabilities.TIME_FREE_RUNNING, "no time of day");
        final int logEntry = entrySize == 0 ? Cqe.LOG_SIZE : Cqe.LOG_SIZE + 1;
        final boolean compresses = context.is(CqContext.CQE_COMP_EN);
        CommandFailure.require(!compresses || entrySize == 0 && !context.is(CqContext.CC), "completions of this kind are not compressed");
        final int format = context.get(CqContext.MINI_CQE_RES_FORMAT) | context.get(CqContext.MINI_CQE_RES_FORMAT_EXT) << 2;
        CommandFailure.require(!compresses || format <= CqeSession.FORMAT_TYPES_STRIDE, "no such format of compressed completions");
        final long length = 1L << logSize + logEntry;
        final List<Resource> parts = new ArrayList<>();
        final Ring ring = in.is(CreateCq.In.CQ_UMEM_VALID)
            ? Lists.ring(Lists.part(parts, hca.umems, in.get(CreateCq.In.CQ_UMEM_ID)), in.get(CreateCq.In.CQ_UMEM_OFFSET), length)
            : Lists.ring(in.at(CreateCq.In.PAS), context.get(CqContext.LOG_PAGE_SIZE), context.get(CqContext.PAGE_OFFSET), length);
        final long record = Lists.record(hca, parts, context.is(CqContext.DBR_UMEM_VALID), context.get(CqContext.DBR_UMEM_ID),
            context.get(CqContext.DBR_ADDR));
        final EventQueue events = Lists.part(parts, hca.eventQueues, context.get(CqContext.C_EQN));
        final int uar = Lists.part(parts, hca.uars, context.get(CqContext.UAR_PAGE)).number();
        final CompletionQueue queue = new CompletionQueue(hca.completionQueues.reserve(), ring, logSize, logEntry, uar, record,
            context.is(CqContext.CC), compresses ? new CqeSession(format) : null);
        queue.events = events;
        queue.overrunIgnored = context.is(CqContext.OI);
        queue.periodUs = context.get(CqContext.CQ_PERIOD);
        queue.periodMode = context.get(CqContext.CQ_PERIOD_MODE);
        queue.maxCount = context.get(CqContext.CQ_MAX_COUNT);
        parts.forEach(queue::hold);
        out.set(CreateCq.Out.CQN, hca.completionQueues.add(queue).number());
    }

    private void query(final Struct in, final Struct out) throws CommandFailure {
        final CompletionQueue queue = hca.completionQueues.get(in.get(QueryCq.In.CQN));
        final Struct context = out.at(QueryCq.Out.CQ_CONTEXT);
        context.set(CqContext.STATUS, queue.status).set(CqContext.CC, queue.collapsed).set(CqContext.OI, queue.overrunIgnored)
            .set(CqContext.CQE_COMP_EN, queue.session != null).set(CqContext.ST, queue.state()).set(CqContext.CQE_SZ, queue.logEntry - Cqe.LOG_SIZE);
        context.set(CqContext.LOG_CQ_SIZE, queue.logSize).set(CqContext.UAR_PAGE, queue.uar).set(CqContext.CQ_PERIOD, queue.periodUs)
            .set(CqContext.CQ_PERIOD_MODE, queue.periodMode).set(CqContext.CQ_MAX_COUNT, queue.maxCount).set(CqContext.C_EQN, queue.events.number()).set(CqContext.DBR_ADDR, queue.record);
        context.set(CqContext.LAST_NOTIFIED_INDEX, queue.lastNotified & 0xffffff).set(CqContext.CONSUMER_COUNTER, queue.consumer & 0xffffff)
            .set(CqContext.PRODUCER_COUNTER, queue.producer & 0xffffff);
    }

    private void modify(final Struct in, final Struct out) throws CommandFailure {
        final CompletionQueue queue = hca.completionQueues.get(in.get(ModifyCq.In.CQN));
        final Struct context = in.at(ModifyCq.In.CQ_CONTEXT);
        final int select = in.get(ModifyCq.In.FIELD_SELECT);
        CommandFailure.require((select & ~(SELECT_PERIOD | SELECT_MAX_COUNT | SELECT_OVERRUN_IGNORE | SELECT_PERIOD_MODE | SELECT_EQ)) == 0,
            "this cannot be changed");
        if ((select & SELECT_EQ) != 0) {
            final EventQueue events = hca.eventQueues.get(context.get(CqContext.C_EQN));
            queue.hold(events);
            queue.drop(queue.events);
            queue.events = events;
        }
        if ((select & SELECT_PERIOD) != 0) {
            queue.periodUs = context.get(CqContext.CQ_PERIOD);
        }
        if ((select & SELECT_PERIOD_MODE) != 0) {
            queue.periodMode = context.get(CqContext.CQ_PERIOD_MODE);
        }
        if ((select & SELECT_MAX_COUNT) != 0) {
            queue.maxCount = context.get(CqContext.CQ_MAX_COUNT);
        }
        if ((select & SELECT_OVERRUN_IGNORE) != 0) {
            queue.overrunIgnored = context.is(CqContext.OI);
        }
    }
}
