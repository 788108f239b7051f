package dev.pollmode.testpmd.spi;

/// Where a command writes to.
public interface Output {
    /// Writes text for people. A program that asked for JSON gets it as a member of the command's answer.
    ///
    /// @param text as it is
    void print(String text);

    /// Writes a line of text for people; see [#print].
    ///
    /// @param line without line feed
    default void line(final String line) {
        print(line + "\n");
    }

    /// Writes what a command shows: as text, or as JSON when that was asked for.
    ///
    /// @param report what to show
    void show(Report report);

    /// Writes text that says that the command, or a part of it, failed; it goes on.
    ///
    /// @param line without line feed
    void complain(String line);
}
