package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Struct;

/// A send target.
final class Tis extends Resource {
    final Struct context;

    Tis(final int number, final Struct context) {
        super(number);
        this.context = context;
    }
}
