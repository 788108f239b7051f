package dev.pollmode.eal;

import java.io.PrintStream;

/// Writes messages to a stream, one line each: `[time] component: text`, in color if asked for.
final class StreamSink implements LogSink {
    private static final String COMPONENT_COLOR = "\u001b[33m";
    private static final String TIME_COLOR = "\u001b[32m";
    private static final String ERROR_COLOR = "\u001b[31m";
    private static final String WARNING_COLOR = "\u001b[1m";
    private static final String NO_COLOR = "\u001b[0m";

    private final PrintStream stream;
    private final LogTime time;
    private final boolean colored;

    StreamSink(final PrintStream stream, final LogTime time, final boolean colored) {
        this.stream = stream;
        this.time = time;
        this.colored = colored;
    }

    @Override
    public void write(final System.Logger.Level level, final String component, final String text) {
        final StringBuilder line = new StringBuilder();
        final String now = time.now();
        if (!now.isEmpty()) {
            append(line, TIME_COLOR, "[" + now + "]");
            line.append(' ');
        }
        append(line, COMPONENT_COLOR, component + ":");
        line.append(' ');
        append(line, color(level), text);
        // One call for the whole line, so that lines of several EALs do not mix.
        stream.print(line.append('\n'));
        stream.flush();
    }

    /// The stream is not ours.
    @Override
    public void close() {
        stream.flush();
    }

    private void append(final StringBuilder line, final String color, final String text) {
        if (colored && !color.isEmpty()) {
            line.append(color).append(text).append(NO_COLOR);
        } else {
            line.append(text);
        }
    }

    private static String color(final System.Logger.Level level) {
        return switch (level) {
            case ERROR -> ERROR_COLOR;
            case WARNING -> WARNING_COLOR;
            default -> "";
        };
    }
}
