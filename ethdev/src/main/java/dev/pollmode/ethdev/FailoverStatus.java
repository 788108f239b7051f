package dev.pollmode.ethdev;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a port that stands for several others is doing, read at one moment.
///
/// @param port its number
/// @param name its name
/// @param driver its driver
/// @param state `PROBED`, `ACTIVE` (configured) or `STARTED`
/// @param paths the ports it can use, the preferred one first
/// @param txPath index of the path that packets are sent on, empty when there is none
/// @param nextPoll until paths that are missing are looked for again
/// @param pollPeriod how often that happens
/// @param switches how often the path of sent packets changed
/// @param recent the last changes of that path, the oldest first
public record FailoverStatus(int port, String name, String driver, String state, List<Path> paths, Optional<Integer> txPath,
                             Duration nextPoll, Duration pollPeriod, long switches, List<Switch> recent) {
    /// Copies the lists.
    public FailoverStatus {
        paths = List.copyOf(paths);
        recent = List.copyOf(recent);
    }

    /// One of the ports that may carry packets.
    ///
    /// @param index its place, 0 is preferred
    /// @param source where it comes from, as it was typed
    /// @param device the name of its device, empty while nothing is known
    /// @param port its number, empty while it isn't there
    /// @param state how far it is
    /// @param since when it got there
    /// @param reason why the state changed last
    /// @param transmits whether packets are sent on it
    /// @param stats what it carried, over all its lives
    /// @param plugIns how often it came
    /// @param removals how often it left
    /// @param lost packets it still held when it left, over all its lives
    /// @param lastPlugIn how long it took last from the sign that it is there until it ran
    public record Path(int index, String source, String device, Optional<Integer> port, String state, Instant since, String reason,
                       boolean transmits, EthStats stats, long plugIns, long removals, long lost, Duration lastPlugIn) {
    }

    /// A change of the path that packets are sent on.
    ///
    /// @param at when
    /// @param from index of the path before, empty when there was none
    /// @param to index of the path since, empty when there is none
    /// @param reason why
    /// @param lost packets that the path before still held when it was closed
    public record Switch(Instant at, Optional<Integer> from, Optional<Integer> to, String reason, long lost) {
    }
}
