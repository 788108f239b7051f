package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Command;
import dev.pollmode.mlx5.prm.CommandStatus;
import dev.pollmode.mlx5.prm.CreateSq;
import dev.pollmode.mlx5.prm.DestroySq;
import dev.pollmode.mlx5.prm.ModifySq;
import dev.pollmode.mlx5.prm.QuerySq;
import dev.pollmode.mlx5.prm.QueueState;
import dev.pollmode.mlx5.prm.SendWqe;
import dev.pollmode.mlx5.prm.SqContext;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.WorkQueue;

/// Send queues.
final class SendQueueCommands {
    private static final int CYCLIC_ONLY = 1 << 1;

    private final Hca hca;

    SendQueueCommands(final Hca hca, final CommandTable table) {
        this.hca = hca;
        table.addMaker(Command.CREATE_SQ, this::create);
        table.add(Command.MODIFY_SQ, this::modify);
        table.add(Command.DESTROY_SQ, (in, out) -> hca.sendQueues.remove(in.get(DestroySq.In.SQN)));
        table.add(Command.QUERY_SQ, this::query);
    }

    private void create(final Struct in, final Struct out) throws CommandFailure {
        final Struct context = in.at(CreateSq.In.CTX);
        CommandFailure.require(context.get(SqContext.STATE) == QueueState.RST, CommandStatus.BAD_QUEUE_STATE, "a queue begins in RST");
        CommandFailure.require(!context.is(SqContext.HAIRPIN), "no hairpin queues");
        CommandFailure.require(!context.is(SqContext.CD_MASTER) && !context.is(SqContext.ALLOW_SWP), "no queues across channels, no software parser");
        CommandFailure.require(context.get(SqContext.TS_FORMAT) <= Capabilities.TIME_FREE_RUNNING, "no time of day");
        // A queue without a target sends no frames; drivers use it to provoke completions.
        final int targets = context.get(SqContext.TIS_LST_SZ);
        CommandFailure.require(targets <= 1, "one send target per queue");
        final Struct wq = context.at(SqContext.WQ);
        final WorkRing work = Lists.work(hca, wq, in.at(CreateSq.In.PAS), CYCLIC_ONLY);
        CommandFailure.require(work.logStride() == SendWqe.LOG_BLOCK_SIZE, "blocks of a send queue have 64 bytes");
        final CompletionQueue completions = hca.completionQueues.get(context.get(SqContext.CQN));
        final Tis tis = targets == 0 ? null : hca.sendTargets.get(context.get(SqContext.TIS_NUM_0));
        final Plain uar = hca.uars.get(wq.get(WorkQueue.UAR_PAGE));
        final SendQueue queue = new SendQueue(hca.sendQueues.reserve(), Struct.of(context.toByteArray()), work, completions, tis, uar.number(),
            context.get(SqContext.USER_INDEX), context.is(SqContext.RLKY), context.is(SqContext.FLUSH_IN_ERROR_EN),
            context.is(SqContext.ALLOW_MULTI_PKT_SEND_WQE), context.get(SqContext.MIN_WQE_INLINE_MODE));
        queue.hold(completions);
        queue.hold(uar);
        work.parts().forEach(queue::hold);
        if (tis != null) {
            queue.hold(tis);
        }
        out.set(CreateSq.Out.SQN, hca.sendQueues.add(queue).number());
    }

    private void modify(final Struct in, final Struct out) throws CommandFailure {
        final SendQueue queue = hca.sendQueues.get(in.get(ModifySq.In.SQN));
        CommandFailure.require(!queue.isUsed(), CommandStatus.BAD_RESOURCE_STATE, "the queue of a pair");
        final int next = in.at(ModifySq.In.CTX).get(SqContext.STATE);
        QueueStates.check(queue.state, in.get(ModifySq.In.SQ_STATE), next);
        if (next == QueueState.RST) {
            queue.reset();
        }
        queue.state = next;
    }

    private void query(final Struct in, final Struct out) throws CommandFailure {
        final SendQueue queue = hca.sendQueues.get(in.get(QuerySq.In.SQN));
        final Struct context = out.at(QuerySq.Out.CTX);
        out.set(QuerySq.Out.CTX, queue.context);
        context.set(SqContext.STATE, queue.state);
        context.at(SqContext.WQ).set(WorkQueue.HW_COUNTER, queue.consumer).set(WorkQueue.SW_COUNTER, queue.producer);
    }
}
