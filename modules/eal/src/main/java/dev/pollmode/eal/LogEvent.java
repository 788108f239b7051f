package dev.pollmode.eal;

import jdk.jfr.Category;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// A message of the log, for recordings.
@Name("dev.pollmode.Log")
@Label("Log message")
@Category("Pollmode")
@Enabled(false)
@StackTrace(false)
final class LogEvent extends Event {
    @Label("Component")
    private final String component;
    @Label("Level")
    private final String level;
    @Label("Text")
    private final String text;

    LogEvent(final String component, final String level, final String text) {
        this.component = component;
        this.level = level;
        this.text = text;
    }
}
