package dev.pollmode.ethdev;

import java.util.List;

/// Statistics of a driver beyond those that every port has.
public interface ExtendedStats extends Capability {
    /// {@return the names, in the order of the values}
    List<String> extendedNames();

    /// {@return the values, in the order of the names}
    long[] extendedValues();

    /// Puts the values into an array. A driver that has them at hand does so without making garbage.
    ///
    /// @param target where to put them, in the order of the names
    /// @param offset where to begin
    default void extendedValues(final long[] target, final int offset) {
        final long[] values = extendedValues();
        System.arraycopy(values, 0, target, offset, Math.min(values.length, target.length - offset));
    }

    /// Sets them to zero.
    void resetExtended();
}
