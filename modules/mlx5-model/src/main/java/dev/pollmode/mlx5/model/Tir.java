package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Struct;

/// A receive target: one queue, or a table of queues and how to hash.
final class Tir extends Resource {
    final Struct context;
    ReceiveQueue queue;
    Rqt table;
    RssHash hash;

    Tir(final int number, final Struct context) {
        super(number);
        this.context = context;
    }
}
