package dev.pollmode.testpmd.spi;

/// What a command does.
@FunctionalInterface
public interface Action {
    /// Runs on the main thread.
    ///
    /// @param arguments what was typed, checked against the syntax
    /// @param output where to write to
    /// @throws CommandException when it can't do what it was asked for; other exceptions are shown by their messages
    void run(Arguments arguments, Output output);
}
