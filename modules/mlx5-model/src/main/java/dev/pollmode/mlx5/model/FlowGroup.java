package dev.pollmode.mlx5.model;

/// A group of a flow table: a range of indexes whose entries look at the same bits.
final class FlowGroup extends Resource {
    final FlowTable table;
    final int start;
    final int end;
    final int criteria;
    /// Words of the mask; see [FlowKey].
    final long[] mask;
    /// The mask as it was given, for queries.
    final byte[] given;

    FlowGroup(final int number, final FlowTable table, final int start, final int end, final int criteria, final long[] mask, final byte[] given) {
        super(number);
        this.table = table;
        this.start = start;
        this.end = end;
        this.criteria = criteria;
        this.mask = mask;
        this.given = given;
    }

    boolean overlaps(final int otherStart, final int otherEnd) {
        return Integer.compareUnsigned(start, otherEnd) <= 0 && Integer.compareUnsigned(otherStart, end) <= 0;
    }

    boolean contains(final int index) {
        return Integer.compareUnsigned(start, index) <= 0 && Integer.compareUnsigned(index, end) <= 0;
    }
}
