package dev.pollmode.ethdev;

import java.util.Arrays;

/// Copies of small arrays that are published whole.
final class CopyOnWrite {
    private CopyOnWrite() {
    }

    static <T> T[] with(final T[] all, final T added, final int at) {
        final T[] copy = Arrays.copyOf(all, all.length + 1);
        System.arraycopy(all, at, copy, at + 1, all.length - at);
        copy[at] = added;
        return copy;
    }

    static <T> T[] without(final T[] all, final T removed) {
        final int at = Arrays.asList(all).indexOf(removed);
        if (at < 0) {
            return all;
        }
        final T[] copy = Arrays.copyOf(all, all.length - 1);
        System.arraycopy(all, at + 1, copy, at, copy.length - at);
        return copy;
    }
}
