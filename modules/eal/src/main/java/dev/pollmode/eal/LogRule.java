package dev.pollmode.eal;

/// A level for all components, or for those whose names match.
///
/// @param matcher which components, null for the level that bounds all of them
/// @param level   how much of them is logged
/// @param text    the rule as typed
/// @param subject the part of it that says which components; of rules with one subject the last counts
record LogRule(NameMatcher matcher, LogLevel level, String text, String subject) {
    /// Parses a rule.
    ///
    /// | typed           | means                                                                       |
    /// |-----------------|-----------------------------------------------------------------------------|
    /// | `level`         | the level that bounds all components                                        |
    /// | `pattern:level` | components whose whole name fits a pattern of `*`, `?`, `[a-z]`               |
    /// | `regex,level`   | components in whose name a regular expression is found ([NameMatcher])  |
    ///
    /// @param text what somebody typed
    /// @throws EalException EINVAL naming the wrong part
    static LogRule parse(final String text) {
        final int comma = text.indexOf(',');
        final int colon = text.indexOf(':');
        if (comma >= 0) {
            return new LogRule(NameMatcher.regex(text.substring(0, comma)), level(text.substring(comma + 1)), text,
                text.substring(0, comma + 1));
        }
        if (colon >= 0) {
            return new LogRule(NameMatcher.glob(text.substring(0, colon)), level(text.substring(colon + 1)), text,
                text.substring(0, colon + 1));
        }
        return new LogRule(null, level(text), text, "");
    }

    /// {@return a rule for the components whose whole name matches a pattern}
    ///
    /// @param glob  the pattern
    /// @param level how much of them is logged
    static LogRule of(final String glob, final LogLevel level) {
        return new LogRule(NameMatcher.glob(glob), level, glob + ":" + level.text(), glob + ":");
    }

    boolean isGlobal() {
        return matcher == null;
    }

    private static LogLevel level(final String text) {
        return LogLevel.of(text).orElseThrow(() -> Wrong.argument(Wrong.quote(text)
            + " is not a level: a number from 1 to 8, or emergency, alert, critical, error, warning, notice, info, debug"));
    }
}
