package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Command;
import dev.pollmode.mlx5.prm.CommandStatus;
import dev.pollmode.mlx5.prm.CreateRqt;
import dev.pollmode.mlx5.prm.CreateTir;
import dev.pollmode.mlx5.prm.CreateTis;
import dev.pollmode.mlx5.prm.DestroyRqt;
import dev.pollmode.mlx5.prm.DestroyTir;
import dev.pollmode.mlx5.prm.DestroyTis;
import dev.pollmode.mlx5.prm.ModifyRqt;
import dev.pollmode.mlx5.prm.ModifyTir;
import dev.pollmode.mlx5.prm.ModifyTis;
import dev.pollmode.mlx5.prm.QueryRqt;
import dev.pollmode.mlx5.prm.QueryTir;
import dev.pollmode.mlx5.prm.QueryTis;
import dev.pollmode.mlx5.prm.RqtContext;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.TirContext;
import dev.pollmode.mlx5.prm.TisContext;

/// Send targets, receive targets and tables of receive queues.
final class TargetCommands {
    private static final int DIRECT = 0;
    private static final int INDIRECT = 1;
    private static final long SELECT_PRIORITY = 1;
    private static final int NUMBER_MASK = 0xffffff;

    private final Hca hca;

    TargetCommands(final Hca hca, final CommandTable table) {
        this.hca = hca;
        table.addMaker(Command.CREATE_TIS, this::createTis);
        table.add(Command.MODIFY_TIS, this::modifyTis);
        table.add(Command.DESTROY_TIS, (in, out) -> hca.sendTargets.remove(in.get(DestroyTis.In.TISN)));
        table.add(Command.QUERY_TIS, (in, out) -> out.set(QueryTis.Out.CTX, hca.sendTargets.get(in.get(QueryTis.In.TISN)).context));
        table.addMaker(Command.CREATE_RQT, this::createTable);
        table.add(Command.MODIFY_RQT, this::modifyTable);
        table.add(Command.DESTROY_RQT, (in, out) -> hca.queueTables.remove(in.get(DestroyRqt.In.RQTN)));
        table.addShort(Command.QUERY_RQT, Phase.RUNNING, 1, this::queryTable);
        table.addMaker(Command.CREATE_TIR, this::createTir);
        table.add(Command.MODIFY_TIR, this::modifyTir);
        table.add(Command.DESTROY_TIR, (in, out) -> hca.receiveTargets.remove(in.get(DestroyTir.In.TIRN)));
        table.add(Command.QUERY_TIR, (in, out) -> out.set(QueryTir.Out.CTX, hca.receiveTargets.get(in.get(QueryTir.In.TIRN)).context));
    }

    private void createTis(final Struct in, final Struct out) throws CommandFailure {
        final Struct context = in.at(CreateTis.In.CTX);
        final Plain domain = hca.transportDomains.get(context.get(TisContext.TRANSPORT_DOMAIN));
        final Tis tis = hca.sendTargets.add(new Tis(hca.sendTargets.reserve(), Struct.of(context.toByteArray())));
        tis.hold(domain);
        out.set(CreateTis.Out.TISN, tis.number());
    }

    private void modifyTis(final Struct in, final Struct out) throws CommandFailure {
        final Tis tis = hca.sendTargets.get(in.get(ModifyTis.In.TISN));
        if ((in.get(ModifyTis.In.MODIFY_BITMASK) & SELECT_PRIORITY) != 0) {
            tis.context.set(TisContext.PRIO, in.at(ModifyTis.In.CTX).get(TisContext.PRIO));
        }
    }

    private void createTable(final Struct in, final Struct out) throws CommandFailure {
        final Struct context = in.at(CreateRqt.In.RQT_CONTEXT);
        final int maximum = context.get(RqtContext.RQT_MAX_SIZE);
        final ReceiveQueue[] queues = queues(in.at(CreateRqt.In.RQ_NUM), context.get(RqtContext.RQT_ACTUAL_SIZE), maximum);
        final Rqt table = hca.queueTables.add(new Rqt(hca.queueTables.reserve(), maximum, queues));
        hold(table, queues);
        out.set(CreateRqt.Out.RQTN, table.number());
    }

    private void modifyTable(final Struct in, final Struct out) throws CommandFailure {
        final Rqt table = hca.queueTables.get(in.get(ModifyRqt.In.RQTN));
        final ReceiveQueue[] queues = queues(in.at(ModifyRqt.In.RQ_NUM), in.at(ModifyRqt.In.CTX).get(RqtContext.RQT_ACTUAL_SIZE), table.maximum);
        final ReceiveQueue[] former = table.queues;
        hold(table, queues);
        for (final ReceiveQueue queue : former) {
            table.drop(queue);
        }
        table.queues = queues;
    }

    private ReceiveQueue[] queues(final Struct list, final int count, final int maximum) throws CommandFailure {
        CommandFailure.require(maximum <= 1 << Capabilities.LOG_MAX_RQT_SIZE, CommandStatus.LIMIT_EXCEEDED, "table too long");
        CommandFailure.require(count > 0 && Integer.bitCount(count) == 1 && count <= maximum, "length of a table must be a power of two");
        CommandFailure.require(count <= list.length() / Integer.BYTES, CommandStatus.BAD_INPUT_LENGTH, "list too short");
        final ReceiveQueue[] queues = new ReceiveQueue[count];
        for (int i = 0; i < count; i++) {
            queues[i] = hca.receiveQueues.get(list.getInt(i * Integer.BYTES) & NUMBER_MASK);
        }
        return queues;
    }

    private static void hold(final Rqt table, final ReceiveQueue... queues) {
        for (final ReceiveQueue queue : queues) {
            table.hold(queue);
        }
    }

    private void queryTable(final Struct in, final Struct out) throws CommandFailure {
        final Rqt table = hca.queueTables.get(in.get(QueryRqt.In.RQTN));
        out.at(QueryRqt.Out.CTX).set(RqtContext.RQT_MAX_SIZE, table.maximum).set(RqtContext.RQT_ACTUAL_SIZE, table.queues.length);
        final Struct list = out.at(QueryRqt.Out.RQ_NUM);
        for (int i = 0; i < Math.min(table.queues.length, list.length() / Integer.BYTES); i++) {
            list.setInt(i * Integer.BYTES, table.queues[i].number());
        }
    }

    private void createTir(final Struct in, final Struct out) throws CommandFailure {
        final Struct context = Struct.of(in.at(CreateTir.In.CTX).toByteArray());
        final Plain domain = hca.transportDomains.get(context.get(TirContext.TRANSPORT_DOMAIN));
        final int kind = context.get(TirContext.DISP_TYPE);
        CommandFailure.require(kind == DIRECT || kind == INDIRECT, "no such kind of target");
        final ReceiveQueue queue = kind == DIRECT ? hca.receiveQueues.get(context.get(TirContext.INLINE_RQN)) : null;
        final Rqt table = kind == INDIRECT ? hca.queueTables.get(context.get(TirContext.INDIRECT_TABLE)) : null;
        CommandFailure.require(context.get(TirContext.LRO_ENABLE_MASK) == 0, "no large receives");
        CommandFailure.require(!context.is(TirContext.TUNNELED_OFFLOAD_EN), "no tunnels");
        final RssHash hash = hash(context);
        final Tir tir = hca.receiveTargets.add(new Tir(hca.receiveTargets.reserve(), context));
        tir.queue = queue;
        tir.table = table;
        tir.hash = hash;
        tir.hold(domain);
        tir.hold(queue != null ? queue : table);
        out.set(CreateTir.Out.TIRN, tir.number());
    }

    private static RssHash hash(final Struct context) throws CommandFailure {
        final int function = context.get(TirContext.RX_HASH_FN);
        CommandFailure.require(function <= RssHash.TOEPLITZ, "no such hash function");
        return new RssHash(function, context.at(TirContext.RX_HASH_TOEPLITZ_KEY).toByteArray(), context.is(TirContext.RX_HASH_SYMMETRIC),
            Struct.of(context.at(TirContext.RX_HASH_FIELD_SELECTOR_OUTER).toByteArray()));
    }

    private void modifyTir(final Struct in, final Struct out) throws CommandFailure {
        final Tir tir = hca.receiveTargets.get(in.get(ModifyTir.In.TIRN));
        final Struct context = in.at(ModifyTir.In.CTX);
        final long select = in.get(ModifyTir.In.MODIFY_BITMASK);
        CommandFailure.require((select & ModifyTir.SELECT_LRO) == 0 || context.get(TirContext.LRO_ENABLE_MASK) == 0, "no large receives");
        final Struct merged = Struct.of(tir.context.toByteArray());
        if ((select & ModifyTir.SELECT_HASH) != 0) {
            merged.set(TirContext.RX_HASH_FN, context.get(TirContext.RX_HASH_FN)).set(TirContext.RX_HASH_SYMMETRIC, context.get(TirContext.RX_HASH_SYMMETRIC))
                .set(TirContext.RX_HASH_TOEPLITZ_KEY, context.at(TirContext.RX_HASH_TOEPLITZ_KEY))
                .set(TirContext.RX_HASH_FIELD_SELECTOR_OUTER, context.at(TirContext.RX_HASH_FIELD_SELECTOR_OUTER));
        }
        if ((select & ModifyTir.SELECT_SELF_LOOP) != 0) {
            merged.set(TirContext.SELF_LB_BLOCK, context.get(TirContext.SELF_LB_BLOCK));
        }
        final RssHash hash = hash(merged);
        if ((select & ModifyTir.SELECT_TABLE) != 0) {
            CommandFailure.require(tir.table != null, "a direct target has no table");
            final Rqt table = hca.queueTables.get(context.get(TirContext.INDIRECT_TABLE));
            merged.set(TirContext.INDIRECT_TABLE, table.number());
            tir.hold(table);
            tir.drop(tir.table);
            tir.table = table;
        }
        tir.hash = hash;
        System.arraycopy(merged.array(), 0, tir.context.array(), 0, merged.length());
    }
}
