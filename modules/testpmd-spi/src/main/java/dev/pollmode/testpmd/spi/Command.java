package dev.pollmode.testpmd.spi;

/// A command of testpmd.
///
/// @param section where the help lists it
/// @param syntax what its line looks like
/// @param help what it does, in a sentence
/// @param action what it does
public record Command(Section section, Syntax syntax, String help, Action action) {
    /// {@return a command}
    ///
    /// @param section where the help lists it
    /// @param syntax what its line looks like; see [Syntax#of]
    /// @param help what it does, in a sentence
    /// @param action what it does
    public static Command of(final Section section, final String syntax, final String help, final Action action) {
        return new Command(section, Syntax.of(syntax), help, action);
    }
}
