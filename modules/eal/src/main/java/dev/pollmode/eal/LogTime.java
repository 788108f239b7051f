package dev.pollmode.eal;

import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// The time of a message as text. Used by one thread at a time.
///
/// | format    | example                            |
/// |-----------|------------------------------------|
/// | `time`    | `     3.162373`, since start        |
/// | `delta`   | `<     0.000123>`, since the last   |
/// | `reltime` | `+  3.001791`, or `Nov21 06:12` when the minute is another |
/// | `ctime`   | `Sat Nov 21 06:12:39 2026`          |
/// | `iso`     | `2026-11-21T06:12:39.000123+00:00`  |
final class LogTime {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("MMMdd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter CTIME = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx", Locale.ROOT);

    private final LogOptions.Timestamp format;
    private final InstantSource clock;
    private final ZoneId zone;
    private final ZonedDateTime start;
    private ZonedDateTime last;

    LogTime(final LogOptions.Timestamp format, final InstantSource clock, final ZoneId zone) {
        this.format = format;
        this.clock = clock;
        this.zone = zone;
        this.start = clock.instant().atZone(zone);
        this.last = start;
    }

    /// {@return the time of a message that is written now, empty if the log does not tell the time}
    String now() {
        if (format == LogOptions.Timestamp.NOTIME) {
            return "";
        }
        final ZonedDateTime before = last;
        final ZonedDateTime now = clock.instant().atZone(zone);
        last = now;
        return switch (format) {
            case NOTIME -> "";
            case TIME -> seconds("%6d.%06d", Duration.between(start, now));
            case DELTA -> seconds("<%6d.%06d>", Duration.between(before, now));
            case RELTIME -> isSameMinute(before, now) ? seconds("+%3d.%06d", Duration.between(before, now)) : MINUTE.format(now);
            case CTIME -> CTIME.format(now);
            case ISO -> ISO.format(now);
        };
    }

    private static boolean isSameMinute(final ZonedDateTime before, final ZonedDateTime now) {
        return before.truncatedTo(ChronoUnit.MINUTES).equals(now.truncatedTo(ChronoUnit.MINUTES));
    }

    private static String seconds(final String pattern, final Duration time) {
        final Duration elapsed = time.isNegative() ? Duration.ZERO : time;
        return String.format(Locale.ROOT, pattern, elapsed.toSeconds(), elapsed.toNanosPart() / 1000);
    }
}
