package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.FlowConstants;

/// Finds where a received frame goes: from the root table along the entries that match, to receive targets. Device thread only.
final class Steering {
    static final int MAX_TARGETS = 64;
    /// Tables looked at for one frame; entries with many destinations could ask for more.
    private static final int MAX_STEPS = 1024;

    private final FlowKey key = new FlowKey();
    private final Tir[] targets = new Tir[MAX_TARGETS];
    private final int[] tags = new int[MAX_TARGETS];
    private FlowTable root;
    private int count;
    private int steps;
    private int length;
    private boolean counting;

    FlowTable root() {
        return root;
    }

    void setRoot(final FlowTable table) {
        root = table;
    }

    /// {@return how many targets a frame has}
    ///
    /// @param counts whether this is the first look at the frame, so that it is counted
    int steer(final PacketHeaders packet, final boolean counts) {
        counting = counts;
        count = 0;
        steps = 0;
        length = packet.length;
        if (root != null) {
            key.set(packet);
            walk(root, 0);
        }
        return count;
    }

    Tir target(final int index) {
        return targets[index];
    }

    int tag(final int index) {
        return tags[index];
    }

    private void walk(final FlowTable first, final int firstTag) {
        int tag = firstTag;
        FlowTable table = first;
        while (table != null && steps++ < MAX_STEPS) {
            final FlowEntry entry = match(table);
            if (entry == null) {
                table = table.missTable;
                continue;
            }
            if (counting) {
                count(entry);
            }
            if (entry.drops()) {
                return;
            }
            tag = entry.tag != 0 ? entry.tag : tag;
            for (final Tir target : entry.targets) {
                deliver(target, tag);
            }
            table = follow(entry, tag);
        }
    }

    private void count(final FlowEntry entry) {
        for (final FlowCounter counter : entry.counters) {
            counter.traffic.add(length);
        }
    }

    /// {@return the last table of an entry, for the caller to walk on; the others have been walked}
    private FlowTable follow(final FlowEntry entry, final int tag) {
        if ((entry.action & FlowConstants.ACTION_FORWARD) == 0 || entry.tables.length == 0) {
            return null;
        }
        for (int i = 0; i < entry.tables.length - 1; i++) {
            walk(entry.tables[i], tag);
        }
        return entry.tables[entry.tables.length - 1];
    }

    private FlowEntry match(final FlowTable table) {
        for (final FlowEntry entry : table.ordered) {
            if (key.matches(entry)) {
                return entry;
            }
        }
        return null;
    }

    private void deliver(final Tir target, final int tag) {
        if (count < MAX_TARGETS) {
            targets[count] = target;
            tags[count++] = tag;
        }
    }
}
