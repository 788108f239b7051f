package dev.pollmode.eal;

/// An option that somebody typed.
///
/// @param option which one
/// @param name   its name as typed, with dashes
/// @param value  its value, null if it was given without
/// @param word   the word that it began in
record GivenOption(EalOption option, String name, String value, Word word) {
    /// {@return the option as typed, with its value}
    String typed() {
        if (value == null) {
            return name;
        }
        return name + (name.startsWith("--") ? "=" : " ") + value;
    }

    /// {@return the exception for a wrong value of this option}
    ///
    /// @param reason which part is wrong, and what was expected
    EalException wrong(final String reason) {
        return Wrong.argument("option " + Wrong.quote(typed()) + " (" + word.place() + "): " + reason);
    }

    /// {@return the exception for a value that is something else than was expected}
    ///
    /// @param expected what was expected
    EalException expected(final String expected) {
        return wrong(Wrong.quote(value) + " is not " + expected);
    }
}
