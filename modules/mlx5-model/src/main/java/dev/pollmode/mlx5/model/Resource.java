package dev.pollmode.mlx5.model;

/// An object that the driver made and knows by a number. Device thread only.
abstract class Resource {
    private final int number;
    private int users;

    Resource(final int number) {
        this.number = number;
    }

    final int number() {
        return number;
    }

    final boolean isUsed() {
        return users > 0;
    }

    /// Another object refers to this one, which cannot end before [#release()].
    final void retain() {
        users++;
    }

    final void release() {
        assert users > 0;
        users--;
    }
}
