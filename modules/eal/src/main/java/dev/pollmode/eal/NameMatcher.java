package dev.pollmode.eal;

/// Tells names, of components or of events, that a user means by a pattern or a regular expression.
///
/// | in a pattern       | means                               | in a regular expression       | means              |
/// |--------------------|-------------------------------------|-------------------------------|--------------------|
/// | `*`                | any characters                      | `.`                           | any character      |
/// | `?`                | any character                       | `x*`, `x+`, `x?`              | repeated, optional |
/// | `[a-z]`, `[!a-z]`  | one of these, none of these         | `[a-z]`, `[^a-z]`             | one, none of these |
/// | `\x`               | the character `x`                   | `(x)`, <code>x&#124;y</code>  | a group, either    |
/// |                    |                                     | `^`, `$`, `\x`                | begin, end, `x`    |
///
/// A pattern is of the whole name, a regular expression is found anywhere in it. Matching takes time in proportion to
/// the lengths of both, whatever the expression: none can hang the EAL. That is why java.util.regex is not used.
final class NameMatcher {
    private static final int LENGTH_MAX = 256;

    private final NameProgram program;

    private NameMatcher(final NameProgram program) {
        this.program = program;
    }

    /// {@return a matcher of whole names by a pattern}
    ///
    /// @param glob the pattern
    /// @throws EalException EINVAL if it is wrong, empty or too long
    static NameMatcher glob(final String glob) {
        return new NameMatcher(new NameCompiler(requireLength(glob)).glob());
    }

    /// {@return a matcher of names in which a regular expression is found}
    ///
    /// @param regex the regular expression
    /// @throws EalException EINVAL if it is wrong, empty or too long
    static NameMatcher regex(final String regex) {
        return new NameMatcher(new NameCompiler(requireLength(regex)).regex());
    }

    /// {@return whether the name is meant}
    ///
    /// @param name the name of a component
    boolean matches(final String name) {
        return program.isFoundIn(name);
    }

    private static String requireLength(final String text) {
        if (text.isEmpty() || text.length() > LENGTH_MAX) {
            throw Wrong.argument("pattern " + Wrong.quote(text) + " is empty or longer than " + LENGTH_MAX + " characters");
        }
        return text;
    }
}
