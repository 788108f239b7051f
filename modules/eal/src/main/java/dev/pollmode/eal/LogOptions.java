package dev.pollmode.eal;

import java.util.List;
import java.util.Optional;

/// What the command line says of logs.
///
/// @param levels    the rules of `--log-level`, `[type:]level` or `regex,level`, checked; a later one counts more
/// @param help      whether the types and levels are to be listed, by `--log-level=help`
/// @param color     when the log has colors
/// @param timestamp how the log tells the time
/// @param syslog    where messages go in syslog; empty: not there
public record LogOptions(List<String> levels, boolean help, Color color, Timestamp timestamp, Optional<Facility> syslog) {
    /// When the log has colors.
    public enum Color {
        /// When it goes to a terminal.
        AUTO,
        /// Always.
        ALWAYS,
        /// Never.
        NEVER
    }

    /// How the log tells the time.
    public enum Timestamp {
        /// Not at all.
        NOTIME,
        /// Seconds since the EAL was started.
        TIME,
        /// Seconds since the start, and since the last message.
        DELTA,
        /// The time of day, within a minute the seconds since the last message.
        RELTIME,
        /// As ctime(3) has it.
        CTIME,
        /// ISO 8601 with microseconds.
        ISO
    }

    /// The facilities of syslog(3), in the order of their numbers, which begin with 0.
    @SuppressWarnings("javadoc")
    public enum Facility {
        KERN, USER, MAIL, DAEMON, AUTH, SYSLOG, LPR, NEWS, UUCP, CRON, AUTHPRIV, FTP, RESERVED12, RESERVED13, RESERVED14,
        RESERVED15, LOCAL0, LOCAL1, LOCAL2, LOCAL3, LOCAL4, LOCAL5, LOCAL6, LOCAL7
    }

    /// The options of a program that was given none.
    ///
    /// @return no rules, no colors, no time, no syslog
    public static LogOptions defaults() {
        return of(new GivenOptions(List.of()));
    }

    static LogOptions of(final GivenOptions given) {
        final List<GivenOption> levels = given.all(EalOption.LOG_LEVEL);
        final List<String> rules = levels.stream().filter(option -> !isHelp(option))
            .map(option -> OptionValues.parsed(option, LogRule::parse).text()).toList();
        return new LogOptions(rules, levels.stream().anyMatch(LogOptions::isHelp),
            OptionValues.last(given, EalOption.LOG_COLOR, LogOptions::color).orElse(Color.NEVER),
            OptionValues.last(given, EalOption.LOG_TIMESTAMP, LogOptions::timestamp).orElse(Timestamp.NOTIME),
            OptionValues.last(given, EalOption.SYSLOG, LogOptions::facility));
    }

    private static boolean isHelp(final GivenOption option) {
        return "help".equals(option.value());
    }

    private static Color color(final GivenOption option) {
        return option.value() == null ? Color.ALWAYS : OptionValues.choice(option, Color.class);
    }

    private static Timestamp timestamp(final GivenOption option) {
        return option.value() == null ? Timestamp.TIME : OptionValues.choice(option, Timestamp.class);
    }

    private static Facility facility(final GivenOption option) {
        return option.value() == null ? Facility.DAEMON : OptionValues.choice(option, Facility.class);
    }
}
