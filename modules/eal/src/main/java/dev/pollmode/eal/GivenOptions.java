package dev.pollmode.eal;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The options of a command line by what they are, in the order they were typed.
final class GivenOptions {
    private final Map<EalOption, List<GivenOption>> given = new EnumMap<>(EalOption.class);

    GivenOptions(final List<GivenOption> options) {
        for (final GivenOption option : options) {
            given.computeIfAbsent(option.option(), _ -> new ArrayList<>()).add(option);
        }
    }

    boolean has(final EalOption option) {
        return given.containsKey(option);
    }

    /// {@return every occurrence, in order}
    ///
    /// @param option an option
    List<GivenOption> all(final EalOption option) {
        return given.getOrDefault(option, List.of());
    }

    /// {@return the occurrence that counts where one does: the last}
    ///
    /// @param option an option
    Optional<GivenOption> last(final EalOption option) {
        final List<GivenOption> all = all(option);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }
}
