package dev.pollmode.mlx5.model;

/// A counter of flow table entries.
final class FlowCounter extends Resource {
    final Counter traffic = new Counter();

    FlowCounter(final int number) {
        super(number);
    }
}
