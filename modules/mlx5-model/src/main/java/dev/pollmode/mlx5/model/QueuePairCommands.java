package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Command;
import dev.pollmode.mlx5.prm.CommandStatus;
import dev.pollmode.mlx5.prm.CreateQp;
import dev.pollmode.mlx5.prm.CreateXrcSrq;
import dev.pollmode.mlx5.prm.DestroyQp;
import dev.pollmode.mlx5.prm.DestroyXrcSrq;
import dev.pollmode.mlx5.prm.Field;
import dev.pollmode.mlx5.prm.InitToRtrQp;
import dev.pollmode.mlx5.prm.QpContext;
import dev.pollmode.mlx5.prm.QueueState;
import dev.pollmode.mlx5.prm.RstToInitQp;
import dev.pollmode.mlx5.prm.RtrToRtsQp;
import dev.pollmode.mlx5.prm.SendWqe;
import dev.pollmode.mlx5.prm.SqContext;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.ToErrQp;
import dev.pollmode.mlx5.prm.ToRstQp;
import dev.pollmode.mlx5.prm.XrcSrqContext;
import java.util.ArrayList;
import java.util.List;

/// Queue pairs whose work requests change memory keys, and what Linux wants beside them: it registers memory by such a pair. There is no transport,
/// so no pair sends or receives, and nothing ever comes to a shared receive queue.
final class QueuePairCommands {
    private static final int KIND_CHANGES_KEYS = 0xc;
    private static final int NO_RECEIVE_QUEUE = 3;

    private final Hca hca;

    QueuePairCommands(final Hca hca, final CommandTable table) {
        this.hca = hca;
        table.addMaker(Command.CREATE_QP, this::create);
        table.add(Command.DESTROY_QP, this::destroy);
        table.add(Command.RST2INIT_QP, (in, out) -> move(in, RstToInitQp.In.QPN, QueuePair.State.RST, QueuePair.State.INIT));
        table.add(Command.INIT2RTR_QP, (in, out) -> move(in, InitToRtrQp.In.QPN, QueuePair.State.INIT, QueuePair.State.RTR));
        table.add(Command.RTR2RTS_QP, (in, out) -> move(in, RtrToRtsQp.In.QPN, QueuePair.State.RTR, QueuePair.State.RTS));
        table.add(Command.QP_2ERR, (in, out) -> enter(pair(in, ToErrQp.In.QPN), QueuePair.State.ERR));
        table.add(Command.QP_2RST, (in, out) -> enter(pair(in, ToRstQp.In.QPN), QueuePair.State.RST));
        table.addMaker(Command.CREATE_XRC_SRQ, this::createShared);
        table.add(Command.DESTROY_XRC_SRQ, (in, out) -> hca.sharedQueues.remove(in.get(DestroyXrcSrq.In.XRC_SRQN)));
    }

    private void create(final Struct in, final Struct out) throws CommandFailure {
        final Struct context = in.at(CreateQp.In.QPC);
        CommandFailure.require(context.get(QpContext.ST) == KIND_CHANGES_KEYS, "no transports");
        CommandFailure.require(context.get(QpContext.RQ_TYPE) == NO_RECEIVE_QUEUE && !context.is(QpContext.NO_SQ), "a send queue, and no receive queue");
        final int logSize = context.get(QpContext.LOG_SQ_SIZE);
        CommandFailure.require(logSize <= Capabilities.LOG_MAX_WQ_SZ, CommandStatus.LIMIT_EXCEEDED, "ring too long");
        final Ring ring = Lists.ring(in.at(CreateQp.In.PAS), context.get(QpContext.LOG_PAGE_SIZE), context.get(QpContext.PAGE_OFFSET),
            1L << logSize + SendWqe.LOG_BLOCK_SIZE);
        final List<Resource> parts = new ArrayList<>();
        final long record = Lists.record(hca, parts, false, 0, context.get(QpContext.DBR_ADDR));
        final CompletionQueue completions = Lists.part(parts, hca.completionQueues, context.get(QpContext.CQN_SND));
        Lists.part(parts, hca.completionQueues, context.get(QpContext.CQN_RCV));
        final int uar = Lists.part(parts, hca.uars, context.get(QpContext.UAR_PAGE)).number();
        final Plain domain = Lists.domain(hca, parts, context.get(QpContext.PD));
        final WorkRing work = new WorkRing(ring, logSize, SendWqe.LOG_BLOCK_SIZE, record, domain, parts, false, false, 0, 0, 0);
        final SendQueue queue = new SendQueue(hca.sendQueues.reserve(), SqContext.LAYOUT.allocate().set(SqContext.REG_UMR, 1), work, completions, null,
            uar, context.get(QpContext.USER_INDEX), context.is(QpContext.RLKY), true, false, 0);
        parts.forEach(queue::hold);
        hca.queuePairs.add(new QueuePair(hca.sendQueues.add(queue)));
        out.set(CreateQp.Out.QPN, queue.number());
    }

    private QueuePair pair(final Struct in, final Field number) throws CommandFailure {
        return hca.queuePairs.get(in.get(number));
    }

    private void destroy(final Struct in, final Struct out) throws CommandFailure {
        hca.sendQueues.remove(hca.queuePairs.remove(in.get(DestroyQp.In.QPN)).number());
    }

    private void move(final Struct in, final Field number, final QueuePair.State from, final QueuePair.State to) throws CommandFailure {
        final QueuePair pair = pair(in, number);
        CommandFailure.require(pair.state == from && (to != QueuePair.State.RTS || pair.queue.state == QueueState.RST), CommandStatus.BAD_QUEUE_STATE,
            "the pair is in another state");
        enter(pair, to);
    }

    private static void enter(final QueuePair pair, final QueuePair.State state) {
        pair.state = state;
        pair.queue.state = switch (state) {
            case RTS -> QueueState.RDY;
            case ERR -> QueueState.ERR;
            case RST, INIT, RTR -> QueueState.RST;
        };
        if (state == QueuePair.State.RST) {
            pair.queue.reset();
        }
    }

    private void createShared(final Struct in, final Struct out) throws CommandFailure {
        final Struct context = in.at(CreateXrcSrq.In.XRC_SRQ_CONTEXT_ENTRY);
        final List<Resource> parts = new ArrayList<>();
        Lists.part(parts, hca.completionQueues, context.get(XrcSrqContext.CQN));
        Lists.part(parts, hca.domains, context.get(XrcSrqContext.PD));
        Lists.part(parts, hca.sharedDomains, context.get(XrcSrqContext.XRCD));
        final Plain queue = hca.sharedQueues.add(new Plain(hca.sharedQueues.reserve()));
        parts.forEach(queue::hold);
        out.set(CreateXrcSrq.Out.XRC_SRQN, queue.number());
    }
}
