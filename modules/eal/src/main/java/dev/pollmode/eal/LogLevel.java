package dev.pollmode.eal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// How much of a component is logged, in the levels of DPDK and syslog(3). A component at a level logs messages of that
/// level and of all above it in this list.
public enum LogLevel {
    /// The system is unusable.
    EMERGENCY(System.Logger.Level.ERROR),
    /// Somebody must act at once.
    ALERT(System.Logger.Level.ERROR),
    /// A critical failure.
    CRITICAL(System.Logger.Level.ERROR),
    /// A failure.
    ERROR(System.Logger.Level.ERROR),
    /// Something to look at.
    WARNING(System.Logger.Level.WARNING),
    /// Normal, but worth a line. The default.
    NOTICE(System.Logger.Level.INFO),
    /// What is going on.
    INFO(System.Logger.Level.INFO),
    /// Everything.
    DEBUG(System.Logger.Level.TRACE);

    private final System.Logger.Level least;

    LogLevel(final System.Logger.Level least) {
        this.least = least;
    }

    /// {@return the number of the level in DPDK, 1 to 8}
    public int number() {
        return ordinal() + 1;
    }

    /// {@return the name of the level in DPDK, in lower case}
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// {@return the lowest level of the JDK that is logged at this level}
    public System.Logger.Level leastLogged() {
        return least;
    }

    /// {@return all levels with their numbers, for help}
    public static String names() {
        return Arrays.stream(values()).map(level -> level.number() + " " + level.text()).collect(Collectors.joining(", "));
    }

    /// {@return the level of a text: a number from 1, or the first letters of a name; empty if it is neither}
    ///
    /// Numbers above 8 mean 8, as in DPDK. Of names that begin alike the more severe one is meant.
    ///
    /// @param text what somebody typed
    public static Optional<LogLevel> of(final String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        for (final LogLevel level : values()) {
            if (level.text().startsWith(text)) {
                return Optional.of(level);
            }
        }
        final OptionalLong number = Numbers.unsigned(text);
        if (number.isEmpty() || number.getAsLong() == 0) {
            return Optional.empty();
        }
        return Optional.of(values()[(int) Math.min(values().length, number.getAsLong()) - 1]);
    }
}
