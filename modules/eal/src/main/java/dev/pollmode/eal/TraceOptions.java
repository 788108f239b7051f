package dev.pollmode.eal;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the command line says of traces.
///
/// @param patterns    the regular expressions of `--trace`; none: nothing is recorded
/// @param directory   where recordings go, of `--trace-dir`
/// @param bufferBytes the size of the recording in memory, of `--trace-bufsz`
/// @param mode        what a full recording is to do, of `--trace-mode`
public record TraceOptions(List<String> patterns, Optional<Path> directory, long bufferBytes, Mode mode) {
    private static final long DEFAULT_BYTES = 1 << 20;

    /// What a full recording does.
    public enum Mode {
        /// Forgets the oldest events.
        OVERWRITE,
        /// Takes no more events.
        DISCARD
    }

    static TraceOptions of(final GivenOptions given) {
        return new TraceOptions(
            OptionValues.all(given, EalOption.TRACE, TraceOptions::pattern),
            OptionValues.last(given, EalOption.TRACE_DIR, option -> OptionValues.path(option, option.value())),
            OptionValues.last(given, EalOption.TRACE_BUFSZ, TraceOptions::bufferBytes).orElse(DEFAULT_BYTES),
            OptionValues.last(given, EalOption.TRACE_MODE, TraceOptions::mode).orElse(Mode.OVERWRITE));
    }

    private static String pattern(final GivenOption option) {
        OptionValues.parsed(option, NameMatcher::regex);
        return option.value();
    }

    private static long bufferBytes(final GivenOption option) {
        final long bytes = OptionValues.size(option, option.value());
        if (bytes == 0) {
            throw option.expected("a size above 0");
        }
        return bytes;
    }

    /// As in DPDK, the first letters are enough.
    private static Mode mode(final GivenOption option) {
        for (final Mode mode : Mode.values()) {
            if (!option.value().isEmpty() && mode.name().toLowerCase(Locale.ROOT).startsWith(option.value())) {
                return mode;
            }
        }
        return OptionValues.choice(option, Mode.class);
    }
}
