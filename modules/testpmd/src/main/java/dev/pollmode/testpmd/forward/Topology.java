package dev.pollmode.testpmd.forward;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Which port sends what another receives; ports are counted by their place in the list of forwarding ports.
public enum Topology {
    /// Neighbours, two by two; an odd one is its own neighbour.
    PAIRED,
    /// Each to the next, the last to the first.
    CHAINED,
    /// Each to itself.
    LOOP;

    /// {@return the place of the port that sends}
    ///
    /// @param place of the port that receives
    /// @param ports how many there are
    public int sender(final int place, final int ports) {
        return switch (this) {
            case PAIRED -> (place ^ 1) < ports ? place ^ 1 : place;
            case CHAINED -> (place + 1) % ports;
            case LOOP -> place;
        };
    }

    /// {@return the name as the user types it}
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// {@return the topology of that name}
    ///
    /// @param name as the user typed it
    public static Optional<Topology> find(final String name) {
        return Arrays.stream(values()).filter(topology -> topology.text().equals(name)).findFirst();
    }
}
