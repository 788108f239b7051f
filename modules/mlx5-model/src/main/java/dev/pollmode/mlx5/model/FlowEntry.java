package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.FlowConstants;
import dev.pollmode.mlx5.prm.Struct;

/// An entry of a flow table: which frames, and where to. Replaced as a whole when it changes.
final class FlowEntry {
    final int index;
    final FlowGroup group;
    final int tag;
    final int action;
    final long[] value;
    final Tir[] targets;
    final FlowTable[] tables;
    final FlowCounter[] counters;
    /// The flow context and its lists as they were given, for queries.
    final Struct given;

    FlowEntry(final int index, final FlowGroup group, final int tag, final int action, final long[] value, final Tir[] targets, final FlowTable[] tables,
              final FlowCounter[] counters, final Struct given) {
        this.index = index;
        this.group = group;
        this.tag = tag;
        this.action = action;
        this.value = value;
        this.targets = targets;
        this.tables = tables;
        this.counters = counters;
        this.given = given;
    }

    boolean drops() {
        return (action & FlowConstants.ACTION_DROP) != 0;
    }

    void retainAll() {
        group.retain();
        for (final Tir target : targets) {
            target.retain();
        }
        for (final FlowTable table : tables) {
            table.retain();
        }
        for (final FlowCounter counter : counters) {
            counter.retain();
        }
    }

    void releaseAll() {
        group.release();
        for (final Tir target : targets) {
            target.release();
        }
        for (final FlowTable table : tables) {
            table.release();
        }
        for (final FlowCounter counter : counters) {
            counter.release();
        }
    }
}
