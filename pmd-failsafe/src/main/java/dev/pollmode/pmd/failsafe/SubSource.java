package dev.pollmode.pmd.failsafe;

import java.util.Optional;

/// Where the device arguments of a sub-device come from.
///
/// Used by one thread at a time, except for [#watch].
interface SubSource extends AutoCloseable {
    /// {@return the device arguments as they are known now, empty while nothing is known}
    ///
    /// @throws dev.pollmode.eal.EalException when it can't be read
    Optional<String> read();

    /// Calls back when there may be something new to read.
    ///
    /// @param interrupts has the thread that calls back
    /// @param onNews called on the interrupt thread; holds no locks
    default void watch(final dev.pollmode.eal.Interrupts interrupts, final Runnable onNews) {
        // Most sources don't change.
    }

    /// {@return as the user typed it}
    String text();

    /// Ends it; a second time does nothing.
    @Override
    default void close() {
        // Most sources hold nothing.
    }
}
