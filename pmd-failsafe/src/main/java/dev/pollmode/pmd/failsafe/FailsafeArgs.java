package dev.pollmode.pmd.failsafe;

import dev.pollmode.ethdev.MacAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The arguments of one failsafe device; none is shared with another device.
///
/// @param sources where the sub-devices come from, the preferred one first
/// @param mac the address of the port and of all sub-devices, if it was given
/// @param poll how often missing sub-devices are looked for
record FailsafeArgs(List<SourceSpec> sources, Optional<MacAddress> mac, Duration poll) {
    static final String USAGE = "dev(<ifc>),fd(<fd number>),exec(<shell command>),mac=<mac_addr>,hotplug_poll=<ms>";
    static final long DEFAULT_POLL_MS = 2000;
    static final long MAX_POLL_MS = Duration.ofDays(36_500).toMillis();

    FailsafeArgs {
        sources = List.copyOf(sources);
    }

    /// Where a sub-device comes from.
    ///
    /// @param kind how it is named
    /// @param text what stood between the parentheses
    record SourceSpec(Kind kind, String text) {
        @Override
        public String toString() {
            return kind.word() + "(" + text + ")";
        }
    }

    /// How a sub-device is named.
    enum Kind {
        /// By its device arguments.
        DEV,
        /// By lines read from a descriptor.
        FD,
        /// By the first line a shell command prints.
        EXEC;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
