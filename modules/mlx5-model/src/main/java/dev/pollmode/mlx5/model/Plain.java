package dev.pollmode.mlx5.model;

/// An object that is no more than its number: a protection domain, a transport domain, a page of doorbells.
final class Plain extends Resource {
    Plain(final int number) {
        super(number);
    }
}
