package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.mlx5.prm.CreateRqt;
import dev.pollmode.mlx5.prm.CreateTir;
import dev.pollmode.mlx5.prm.DestroyRqt;
import dev.pollmode.mlx5.prm.DestroyTir;
import dev.pollmode.mlx5.prm.FlowConstants;
import dev.pollmode.mlx5.prm.ModifyRqt;
import dev.pollmode.mlx5.prm.ModifyTir;
import dev.pollmode.mlx5.prm.RqtContext;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.TirContext;
import java.util.EnumMap;
import java.util.Map;

/// The device's side of spreading: a flow table that tells [PacketClass]es apart, a receive target for each, which hashes, and one table of
/// queues behind them all.
///
/// ```
/// Steering ── flow table ─┬─ target of TCP over IPv4 ─┬─ table of queues ─┬─ queue 0
///                         ├─ target of UDP over IPv4 ─┤                   ├─ queue 1
///                         └─ …                       ─┘                   └─ …
/// ```
///
/// What is not hashed has hash 0 and goes to the first entry of the table. Exists while the port is started; the control plane calls, one thread at a
/// time. Frames keep coming while it is changed.
final class RssTargets implements AutoCloseable {
    private static final int LEVEL = 2;
    private static final int LOG_SIZE = 4;
    private static final int INDIRECT = 1;
    private static final int TOEPLITZ = 2;
    private static final long SELECT_LIST = 1;

    private final CommandChannel channel;
    private final Undo undo;
    private final int[] queues;
    private final int queueTable;
    private final Map<PacketClass, Integer> targets = new EnumMap<>(PacketClass.class);
    private final FlowTable table;

    /// @param settings how to spread
    /// @param queues numbers of the port's receive queues
    RssTargets(final Resources resources, final Undo undo, final RssSettings settings, final int[] queues) {
        channel = resources.hca().channel();
        this.undo = undo;
        this.queues = queues.clone();
        try {
            queueTable = createQueueTable(settings);
            for (final PacketClass packets : PacketClass.values()) {
                targets.put(packets, createTarget(resources.transportDomain(), packets, settings));
            }
            table = new FlowTable(channel, undo, LEVEL, LOG_SIZE);
            for (final PacketClass.Kind kind : PacketClass.Kind.values()) {
                lead(kind);
            }
        } catch (final RuntimeException e) {
            undo.close();
            throw e;
        }
    }

    private int createQueueTable(final RssSettings settings) {
        final int length = settings.table().length;
        final Struct in = CreateRqt.In.LAYOUT.allocate(length * Integer.BYTES);
        in.at(CreateRqt.In.RQT_CONTEXT).set(RqtContext.RQT_MAX_SIZE, length).set(RqtContext.RQT_ACTUAL_SIZE, length);
        putQueues(in.at(CreateRqt.In.RQ_NUM), settings);
        final int number = channel.execute(in, CreateRqt.Out.LAYOUT).get(CreateRqt.Out.RQTN);
        undo.add(channel, () -> channel.execute(DestroyRqt.In.LAYOUT.allocate().set(DestroyRqt.In.RQTN, number), DestroyRqt.Out.LAYOUT));
        return number;
    }

    private void putQueues(final Struct list, final RssSettings settings) {
        for (int i = 0; i < settings.table().length; i++) {
            list.setInt(i * Integer.BYTES, queues[settings.table()[i]]);
        }
    }

    private int createTarget(final int transportDomain, final PacketClass packets, final RssSettings settings) {
        final Struct in = CreateTir.In.LAYOUT.allocate();
        final Struct context = in.at(CreateTir.In.CTX);
        context.set(TirContext.DISP_TYPE, INDIRECT).set(TirContext.INDIRECT_TABLE, queueTable).set(TirContext.TRANSPORT_DOMAIN, transportDomain);
        putHash(context, packets, settings);
        final int number = channel.execute(in, CreateTir.Out.LAYOUT).get(CreateTir.Out.TIRN);
        undo.add(channel, () -> channel.execute(DestroyTir.In.LAYOUT.allocate().set(DestroyTir.In.TIRN, number), DestroyTir.Out.LAYOUT));
        return number;
    }

    private static void putHash(final Struct context, final PacketClass packets, final RssSettings settings) {
        context.set(TirContext.RX_HASH_FN, TOEPLITZ).set(TirContext.RX_HASH_TOEPLITZ_KEY, Struct.of(settings.key()));
        packets.select(context.at(TirContext.RX_HASH_FIELD_SELECTOR_OUTER), settings.types());
    }

    /// Leads the packets of all classes of a kind to their targets.
    private void lead(final PacketClass.Kind kind) {
        int first = -1;
        int last = -1;
        for (final PacketClass packets : targets.keySet()) {
            if (packets.kind() == kind) {
                first = first < 0 ? packets.ordinal() : first;
                last = packets.ordinal();
            }
        }
        final int group = table.group(first, last, kind == PacketClass.Kind.ANY ? null : kind::mask);
        for (int index = first; index <= last; index++) {
            final PacketClass packets = PacketClass.values()[index];
            final int entry = index;
            table.put(group, index, packets::match, FlowConstants.DESTINATION_TIR, targets.get(packets));
            undo.add(channel, () -> table.delete(entry));
        }
    }

    /// {@return number of the table to which received frames are led}
    int table() {
        return table.id();
    }

    /// Hashes with another key, or other fields.
    void hash(final RssSettings settings) {
        targets.forEach((packets, number) -> {
            final Struct in = ModifyTir.In.LAYOUT.allocate().set(ModifyTir.In.TIRN, number)
                .set(ModifyTir.In.MODIFY_BITMASK, ModifyTir.SELECT_HASH);
            putHash(in.at(ModifyTir.In.CTX), packets, settings);
            channel.execute(in, ModifyTir.Out.LAYOUT);
        });
    }

    /// Spreads over the queues of another table, of the same length.
    void queues(final RssSettings settings) {
        final int length = settings.table().length;
        final Struct in = ModifyRqt.In.LAYOUT.allocate(length * Integer.BYTES).set(ModifyRqt.In.RQTN, queueTable)
            .set(ModifyRqt.In.BITMASK, SELECT_LIST);
        in.at(ModifyRqt.In.CTX).set(RqtContext.RQT_ACTUAL_SIZE, length);
        putQueues(in.at(ModifyRqt.In.RQ_NUM), settings);
        channel.execute(in, ModifyRqt.Out.LAYOUT);
    }

    @Override
    public void close() {
        undo.close();
    }
}
