package dev.pollmode.mlx5.model;

import java.util.ArrayList;
import java.util.List;

/// An object that the driver made and knows by a number. Device thread only.
///
/// What another object refers to cannot end before that.
abstract class Resource {
    private final int number;
    private final List<Resource> held = new ArrayList<>(0);
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

    /// This object refers to another one, until it [drops][#drop] it or ends.
    final void hold(final Resource other) {
        other.retain();
        held.add(other);
    }

    final void drop(final Resource other) {
        if (held.remove(other)) {
            other.release();
        }
    }

    /// This object has ended.
    final void dropAll() {
        held.forEach(Resource::release);
        held.clear();
    }

    /// Somebody that is no object of the driver's refers to this one, which cannot end before [#release()].
    final void retain() {
        users++;
    }

    final void release() {
        assert users > 0;
        users--;
    }
}
