package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Command;
import dev.pollmode.mlx5.prm.CommandStatus;
import dev.pollmode.mlx5.prm.CreateRmp;
import dev.pollmode.mlx5.prm.CreateRq;
import dev.pollmode.mlx5.prm.DestroyRmp;
import dev.pollmode.mlx5.prm.DestroyRq;
import dev.pollmode.mlx5.prm.ModifyRmp;
import dev.pollmode.mlx5.prm.ModifyRq;
import dev.pollmode.mlx5.prm.QueryRmp;
import dev.pollmode.mlx5.prm.QueryRq;
import dev.pollmode.mlx5.prm.QueueState;
import dev.pollmode.mlx5.prm.RmpContext;
import dev.pollmode.mlx5.prm.RqContext;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.WorkQueue;

/// Receive queues, and pools of buffers that receive queues share.
final class ReceiveQueueCommands {
    private static final int ALL_KINDS = 0b1111;
    private static final int INLINE = 0;
    private static final int POOL = 1;
    private static final int SELECT_VLAN = 1 << 1;
    private static final int SELECT_FCS = 1 << 2;
    private static final int SELECT_COUNTERS = 1 << 3;

    private final Hca hca;

    ReceiveQueueCommands(final Hca hca, final CommandTable table) {
        this.hca = hca;
        table.addMaker(Command.CREATE_RQ, this::create);
        table.add(Command.MODIFY_RQ, this::modify);
        table.add(Command.DESTROY_RQ, (in, out) -> hca.receiveQueues.remove(in.get(DestroyRq.In.RQN)));
        table.add(Command.QUERY_RQ, this::query);
        table.addMaker(Command.CREATE_RMP, this::createPool);
        table.add(Command.MODIFY_RMP, this::modifyPool);
        table.add(Command.DESTROY_RMP, (in, out) -> hca.pools.remove(in.get(DestroyRmp.In.RMPN)));
        table.add(Command.QUERY_RMP, this::queryPool);
    }

    private void create(final Struct in, final Struct out) throws CommandFailure {
        final Struct context = in.at(CreateRq.In.CTX);
        CommandFailure.require(context.get(RqContext.STATE) == QueueState.RST, CommandStatus.BAD_QUEUE_STATE, "a queue begins in RST");
        CommandFailure.require(!context.is(RqContext.HAIRPIN), "no hairpin queues");
        CommandFailure.require(context.get(RqContext.TS_FORMAT) <= Capabilities.TIME_FREE_RUNNING, "no time of day");
        final int source = context.get(RqContext.MEM_RQ_TYPE);
        CommandFailure.require(source == INLINE || source == POOL, "no such kind of buffers");
        final CompletionQueue completions = hca.completionQueues.get(context.get(RqContext.CQN));
        final QueueCounters counters = counters(context.get(RqContext.COUNTER_SET_ID));
        final ReceiveBuffers pool = source == POOL ? hca.pools.get(context.get(RqContext.RMPN)) : null;
        final WorkRing work = source == INLINE ? Lists.work(hca, context.at(RqContext.WQ), in.at(CreateRq.In.PAS), ALL_KINDS) : null;
        final int number = hca.receiveQueues.reserve();
        final ReceiveBuffers buffers = pool != null ? pool : new ReceiveBuffers(number, work);
        final ReceiveQueue queue = new ReceiveQueue(number, Struct.of(context.toByteArray()), buffers, pool != null, completions,
            context.get(RqContext.USER_INDEX), context.is(RqContext.RLKY), context.is(RqContext.FLUSH_IN_ERROR_EN));
        queue.keepVlan = context.is(RqContext.VSD);
        queue.keepFcs = context.is(RqContext.SCATTER_FCS);
        queue.delayDrop = context.is(RqContext.DELAY_DROP_EN);
        setCounters(queue, counters);
        queue.hold(completions);
        if (pool != null) {
            queue.hold(pool);
        } else {
            work.parts().forEach(queue::hold);
        }
        out.set(CreateRq.Out.RQN, hca.receiveQueues.add(queue).number());
    }

    private QueueCounters counters(final int set) throws CommandFailure {
        // Set 0 is the default one, which nobody made.
        return set == 0 ? null : hca.queueCounters.get(set);
    }

    private static void setCounters(final ReceiveQueue queue, final QueueCounters counters) {
        if (queue.counters != null) {
            queue.drop(queue.counters);
        }
        if (counters != null) {
            queue.hold(counters);
        }
        queue.counters = counters;
    }

    private void modify(final Struct in, final Struct out) throws CommandFailure {
        final ReceiveQueue queue = hca.receiveQueues.get(in.get(ModifyRq.In.RQN));
        final Struct context = in.at(ModifyRq.In.CTX);
        final int next = context.get(RqContext.STATE);
        QueueStates.check(queue.state, in.get(ModifyRq.In.RQ_STATE), next);
        final long select = in.get(ModifyRq.In.MODIFY_BITMASK);
        if ((select & SELECT_COUNTERS) != 0) {
            setCounters(queue, counters(context.get(RqContext.COUNTER_SET_ID)));
        }
        if ((select & SELECT_VLAN) != 0) {
            queue.keepVlan = context.is(RqContext.VSD);
        }
        if ((select & SELECT_FCS) != 0) {
            queue.keepFcs = context.is(RqContext.SCATTER_FCS);
        }
        if (next == QueueState.RST && !queue.pooled) {
            queue.buffers.reset();
        }
        queue.state = next;
    }

    private void query(final Struct in, final Struct out) throws CommandFailure {
        final ReceiveQueue queue = hca.receiveQueues.get(in.get(QueryRq.In.RQN));
        out.set(QueryRq.Out.CTX, queue.context);
        final Struct context = out.at(QueryRq.Out.CTX);
        context.set(RqContext.STATE, queue.state).set(RqContext.VSD, queue.keepVlan).set(RqContext.SCATTER_FCS, queue.keepFcs);
        context.at(RqContext.WQ).set(WorkQueue.HW_COUNTER, queue.buffers.consumer).set(WorkQueue.SW_COUNTER, queue.buffers.producer);
    }

    private void createPool(final Struct in, final Struct out) throws CommandFailure {
        final Struct context = in.at(CreateRmp.In.CTX);
        final WorkRing work = Lists.work(hca, context.at(RmpContext.WQ), in.at(CreateRmp.In.PAS), ALL_KINDS);
        CommandFailure.require(!work.striding(), "no striding pools");
        final ReceiveBuffers pool = new ReceiveBuffers(hca.pools.reserve(), work);
        work.parts().forEach(pool::hold);
        out.set(CreateRmp.Out.RMPN, hca.pools.add(pool).number());
    }

    private void modifyPool(final Struct in, final Struct out) throws CommandFailure {
        // Low watermark events are not supported; the state of a pool is always ready.
        hca.pools.get(in.get(ModifyRmp.In.RMPN));
    }

    private void queryPool(final Struct in, final Struct out) throws CommandFailure {
        final ReceiveBuffers pool = hca.pools.get(in.get(QueryRmp.In.RMPN));
        final Struct context = out.at(QueryRmp.Out.CTX);
        context.set(RmpContext.STATE, QueueState.RDY).set(RmpContext.BASIC_CYCLIC_RCV_WQE, !pool.work.linked());
        context.at(RmpContext.WQ).set(WorkQueue.LOG_WQ_SZ, pool.work.logSize()).set(WorkQueue.LOG_WQ_STRIDE, pool.work.logStride())
            .set(WorkQueue.HW_COUNTER, pool.consumer).set(WorkQueue.SW_COUNTER, pool.producer);
    }
}
