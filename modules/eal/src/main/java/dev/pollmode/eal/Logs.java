package dev.pollmode.eal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The logs of one EAL: a logger for each component, with levels that change at run time.
///
/// A message is written if both the level of its component and the global level let it through. A component is at
/// NOTICE until a rule says otherwise; the global level is DEBUG.
///
/// | message of level | is written at            | syslog    |
/// |------------------|--------------------------|-----------|
/// | ERROR            | every level              | `err`     |
/// | WARNING          | WARNING and below        | `warning` |
/// | INFO             | NOTICE, INFO and DEBUG   | `notice`  |
/// | DEBUG, TRACE     | DEBUG                    | `debug`   |
///
/// Messages become one line each; control characters in them are made visible. Safe for use by several threads. Not for
/// the data plane: writing takes a lock and may block.
public final class Logs implements AutoCloseable {
    private final List<LogSink> sinks;
    private final SortedMap<String, ComponentLogger> loggers = new TreeMap<>();
    private final SortedMap<String, LogLevel> levels = new TreeMap<>();
    private final List<LogRule> rules = new ArrayList<>();
    private LogLevel global = LogLevel.DEBUG;

    private Logs(final LogOptions options, final List<LogSink> sinks) {
        this.sinks = sinks;
        options.levels().forEach(rule -> add(LogRule.parse(rule)));
    }

    /// Opens logs on standard error, and in syslog if asked for.
    ///
    /// @param options what the command line says
    /// @return the logs, the caller's to close
    public static Logs open(final LogOptions options) {
        final Logs logs = to(System.err, options);
        options.syslog().ifPresent(facility -> logs.addSyslog(facility, Path.of("/dev/log")));
        return logs;
    }

    /// Opens logs on a stream.
    ///
    /// @param stream  where messages go, stays the caller's
    /// @param options what the command line says; syslog is left out
    /// @return the logs, the caller's to close
    public static Logs to(final PrintStream stream, final LogOptions options) {
        final LogTime time = new LogTime(options.timestamp(), InstantSource.system(), ZoneId.systemDefault());
        final List<LogSink> sinks = new ArrayList<>();
        sinks.add(new StreamSink(stream, time, isColored(options.color())));
        return new Logs(options, sinks);
    }

    /// {@return the logger of a component, the same one each time}
    ///
    /// @param component its name, such as `pmd.net.tap`
    public synchronized System.Logger logger(final String component) {
        final ComponentLogger known = loggers.get(component);
        return known == null ? makeLogger(component) : known;
    }

    /// Changes levels by a rule of `--log-level`, now and for components to come.
    ///
    /// @param rule `level`, `pattern:level` or `regex,level`
    /// @return how many components there are now whose level the rule sets; all of them for a bare level
    /// @throws EalException EINVAL naming the wrong part
    public int level(final String rule) {
        return change(LogRule.parse(rule));
    }

    /// Changes the level of components, now and for those to come.
    ///
    /// @param pattern their names, with `*`, `?` and `[a-z]`
    /// @param level   how much of them is logged
    /// @return how many there are now
    /// @throws EalException EINVAL if the pattern is wrong
    public int level(final String pattern, final LogLevel level) {
        return change(LogRule.of(pattern, level));
    }

    /// Changes the level that bounds all components.
    ///
    /// @param level how much is logged at most
    public synchronized void globalLevel(final LogLevel level) {
        global = level;
        loggers.forEach((component, logger) -> logger.least(effective(component)));
    }

    /// {@return the level that bounds all components}
    public synchronized LogLevel globalLevel() {
        return global;
    }

    /// {@return the components that have a logger, by name, and their levels; a copy}
    public synchronized SortedMap<String, LogLevel> levels() {
        return new TreeMap<>(levels);
    }

    /// {@return what `--log-level=help` prints: the components so far, the levels and the forms of a rule}
    public String help() {
        final StringBuilder text = new StringBuilder("Components (drivers that were not loaded are missing):\n");
        levels().forEach((component, level) -> text.append("  ").append(component).append("  ").append(level.text()).append('\n'));
        text.append("\nLevels:\n");
        for (final LogLevel level : LogLevel.values()) {
            text.append("  ").append(level.number()).append("  ").append(level.text()).append('\n');
        }
        return text.append("""

            --log-level LEVEL          bounds what all components log; now %s
            --log-level PATTERN:LEVEL  sets components by name, with * ? [a-z]
            --log-level REGEX,LEVEL    sets components by a regular expression found in the name
            A level is its number or the first letters of its name.
            """.formatted(globalLevel().text())).toString();
    }

    /// Releases what the logs hold. Loggers stay usable; what they say goes to the stream only.
    @Override
    public synchronized void close() {
        sinks.forEach(LogSink::close);
    }

    /// Writes a message to every sink, as one line, and to a recording if there is one.
    synchronized void write(final System.Logger.Level level, final String component, final String text) {
        final String visible = Wrong.visible(text);
        sinks.forEach(sink -> sink.write(level, component, visible));
        new LogEvent(component, level.getName(), visible).commit();
    }

    /// Adds syslog, or says why not.
    synchronized void addSyslog(final LogOptions.Facility facility, final Path socket) {
        try {
            sinks.add(SyslogSink.open(facility, socket));
        } catch (final EalException e) {
            logger("lib.eal").log(System.Logger.Level.WARNING, e.getMessage());
        }
    }

    private ComponentLogger makeLogger(final String component) {
        final ComponentLogger logger = new ComponentLogger(component, this);
        loggers.put(component, logger);
        levels.put(component, LogLevel.NOTICE);
        rules.stream().filter(rule -> rule.matcher().matches(component)).forEach(rule -> levels.put(component, rule.level()));
        logger.least(effective(component));
        return logger;
    }

    private synchronized int change(final LogRule rule) {
        if (rule.isGlobal()) {
            globalLevel(rule.level());
            return loggers.size();
        }
        final List<String> meant = loggers.keySet().stream().filter(rule.matcher()::matches).toList();
        add(rule);
        for (final String component : meant) {
            levels.put(component, rule.level());
            loggers.get(component).least(effective(component));
        }
        return meant.size();
    }

    private void add(final LogRule rule) {
        if (rule.isGlobal()) {
            global = rule.level();
        } else {
            rules.removeIf(earlier -> earlier.subject().equals(rule.subject()));
            rules.add(rule);
        }
    }

    private System.Logger.Level effective(final String component) {
        final System.Logger.Level own = levels.get(component).leastLogged();
        final System.Logger.Level bound = global.leastLogged();
        return own.getSeverity() > bound.getSeverity() ? own : bound;
    }

    private static boolean isColored(final LogOptions.Color color) {
        return switch (color) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> isTerminal();
        };
    }

    private static boolean isTerminal() {
        try {
            final String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (final IOException _) {
            return false;
        }
    }
}
