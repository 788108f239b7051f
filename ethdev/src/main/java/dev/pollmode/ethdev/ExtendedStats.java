package dev.pollmode.ethdev;

import java.util.List;

/// Statistics of a driver beyond those that every port has.
public interface ExtendedStats extends Capability {
    /// {@return the names, in the order of the values}
    List<String> extendedNames();

    /// {@return the values, in the order of the names}
    long[] extendedValues();

    /// Sets them to zero.
    void resetExtended();
}
