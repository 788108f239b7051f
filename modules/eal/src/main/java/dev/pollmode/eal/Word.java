package dev.pollmode.eal;

/// A word of the command line and where it stood, for messages.
///
/// @param text     the word
/// @param source   what it was read from, such as `@file` or the name of an environment variable; empty for the command
///                 line itself
/// @param position the number of the word there, the first is 1
record Word(String text, String source, int position) {
    /// {@return the place for a message: `word 3`, or `word 3 of @eal.args`}
    String place() {
        return source.isEmpty() ? "word " + position : "word " + position + " of " + source;
    }
}
