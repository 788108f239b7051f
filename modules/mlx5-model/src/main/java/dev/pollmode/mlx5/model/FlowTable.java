package dev.pollmode.mlx5.model;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// A flow table: entries by ascending index, the first that matches counts. Device thread only.
final class FlowTable extends Resource {
    final int type;
    final int level;
    final int logSize;
    FlowTable missTable;
    final List<FlowGroup> groups = new ArrayList<>();
    final TreeMap<Integer, FlowEntry> entries = new TreeMap<>();
    /// The entries in the order in which they are tried.
    FlowEntry[] ordered = {};

    FlowTable(final int number, final int type, final int level, final int logSize) {
        super(number);
        this.type = type;
        this.level = level;
        this.logSize = logSize;
    }

    void put(final FlowEntry entry) {
        entries.put(entry.index, entry);
        ordered = entries.values().toArray(FlowEntry[]::new);
    }

    void remove(final int index) {
        entries.remove(index);
        ordered = entries.values().toArray(FlowEntry[]::new);
    }

    long size() {
        return 1L << logSize;
    }
}
