package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.mlx5.prm.FlowConstants;
import dev.pollmode.mlx5.prm.FlowMatchHeaders;
import dev.pollmode.mlx5.prm.Struct;
import java.util.BitSet;
import java.util.function.Consumer;

/// Which VLANs are received, of the frames that [Steering] lets through; those go on to the table of [RssTargets].
///
/// | entries      | group            | frames                                    |
/// |--------------|------------------|-------------------------------------------|
/// | 0 to 4095    | tag, identifier  | of a VLAN that was let in                 |
/// | 4096         | no tag           | without a tag, where VLANs are filtered   |
/// | 4097         | everything       | where they are not                        |
///
/// Exists while the port is started. The control plane calls, one thread at a time.
final class VlanTable implements AutoCloseable {
    private static final int LEVEL = 1;
    private static final int VLANS = 4096;
    private static final int UNTAGGED = VLANS;
    private static final int ALL = VLANS + 1;
    private static final int LOG_SIZE = 13;
    private static final int EVERY_BIT = VLANS - 1;
    private static final Consumer<Struct> NO_TAG = headers -> { };

    private final CommandChannel channel;
    private final Undo undo;
    private final int next;
    private final FlowTable table;
    private final int tagged;
    private final int untagged;
    private final int all;
    private final BitSet entries = new BitSet();

    /// @param next number of the table where the frames go on
    VlanTable(final Resources resources, final Undo undo, final int next) {
        channel = resources.hca().channel();
        this.undo = undo;
        this.next = next;
        try {
            table = new FlowTable(channel, undo, LEVEL, LOG_SIZE);
            tagged = table.group(0, VLANS - 1, vlan(EVERY_BIT));
            untagged = table.group(UNTAGGED, UNTAGGED, headers -> headers.set(FlowMatchHeaders.CVLAN_TAG, 1));
            all = table.group(ALL, ALL, null);
        } catch (final RuntimeException e) {
            undo.close();
            throw e;
        }
    }

    private static Consumer<Struct> vlan(final int identifier) {
        return headers -> headers.set(FlowMatchHeaders.CVLAN_TAG, 1).set(FlowMatchHeaders.FIRST_VID, identifier);
    }

    /// {@return its number}
    int id() {
        return table.id();
    }

    /// Sets which VLANs are received from now on.
    ///
    /// @param vlans those that come in, or null when all do
    void receive(final BitSet vlans) {
        // What is wanted comes first, so that nothing is lost that came before and after.
        if (vlans == null) {
            put(all, ALL, NO_TAG);
            deleteAllBut(ALL, null);
            return;
        }
        put(untagged, UNTAGGED, NO_TAG);
        vlans.stream().forEach(identifier -> put(tagged, identifier, vlan(identifier)));
        deleteAllBut(UNTAGGED, vlans);
    }

    private void put(final int group, final int index, final Consumer<Struct> value) {
        if (!entries.get(index)) {
            table.put(group, index, value, FlowConstants.DESTINATION_TABLE, next);
            entries.set(index);
        }
    }

    private void deleteAllBut(final int one, final BitSet others) {
        for (int index = entries.nextSetBit(0); index >= 0; index = entries.nextSetBit(index + 1)) {
            if (index != one && (others == null || !others.get(index))) {
                table.delete(index);
                entries.clear(index);
            }
        }
    }

    @Override
    public void close() {
        if (!channel.isGone()) {
            deleteAllBut(-1, null);
        }
        undo.close();
    }
}
