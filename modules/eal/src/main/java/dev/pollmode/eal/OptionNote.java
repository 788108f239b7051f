package dev.pollmode.eal;

/// What a user should know of a command line that was accepted.
///
/// @param level how much it matters
/// @param text  one line
record OptionNote(System.Logger.Level level, String text) {
}
