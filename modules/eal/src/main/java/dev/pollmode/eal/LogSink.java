package dev.pollmode.eal;

/// Where messages go. Called by one thread at a time.
interface LogSink extends AutoCloseable {
    /// Writes a message.
    ///
    /// @param level     its level, one of ERROR, WARNING, INFO, DEBUG, TRACE
    /// @param component who speaks
    /// @param text      one line without control characters
    void write(System.Logger.Level level, String component, String text);

    /// Releases what the sink holds; messages that come later are dropped.
    @Override
    void close();
}
