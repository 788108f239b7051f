package dev.pollmode.eal;

import java.text.MessageFormat;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/// The logger of one component of one EAL.
final class ComponentLogger implements System.Logger {
    private final String component;
    private final Logs logs;
    private volatile int leastSeverity;

    ComponentLogger(final String component, final Logs logs) {
        this.component = component;
        this.logs = logs;
    }

    void least(final Level level) {
        leastSeverity = level.getSeverity();
    }

    @Override
    public String getName() {
        return component;
    }

    /// One volatile read and two comparisons.
    @Override
    public boolean isLoggable(final Level level) {
        return level.getSeverity() >= leastSeverity && level != Level.OFF;
    }

    @Override
    public void log(final Level level, final ResourceBundle bundle, final String text, final Throwable thrown) {
        if (!isLoggable(level)) {
            return;
        }
        logs.write(level, component, thrown == null ? localized(bundle, text) : localized(bundle, text) + ": " + thrown);
        if (thrown != null && isLoggable(Level.DEBUG)) {
            for (final StackTraceElement element : thrown.getStackTrace()) {
                logs.write(Level.DEBUG, component, "    at " + element);
            }
        }
    }

    @Override
    public void log(final Level level, final ResourceBundle bundle, final String format, final Object... params) {
        if (isLoggable(level)) {
            logs.write(level, component, formatted(localized(bundle, format), params));
        }
    }

    private static String localized(final ResourceBundle bundle, final String text) {
        if (bundle == null || text == null) {
            return String.valueOf(text);
        }
        try {
            return bundle.getString(text);
        } catch (final MissingResourceException | ClassCastException _) {
            return text;
        }
    }

    /// A message that cannot be formatted is logged as it is: a log does not throw.
    private static String formatted(final String format, final Object... params) {
        if (params == null || params.length == 0) {
            return format;
        }
        try {
            return MessageFormat.format(format, params);
        } catch (final IllegalArgumentException _) {
            return format;
        }
    }
}
