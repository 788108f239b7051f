package dev.pollmode.eal;

/// A level for all components, or for those whose names match.
///
/// @param matcher which components, null for the level that bounds all of them
/// @param level   how much of them is logged
/// @param text    the rule as typed
record LogRule(NameMatcher matcher, LogLevel level, String text) {
    /// Parses a rule.
    ///
    /// | typed           | means                                                                       |
    /// |-----------------|-----------------------------------------------------------------------------|
    /// | `level`         | the level that bounds all components                                        |
    /// | `pattern:level` | components whose whole name matches a pattern of `*`, `?`, `[a-z]`           |
    /// | `regex,level`   | components in whose name a regular expression ([java.util.regex]) is found  |
    ///
    /// @param text what somebody typed
    /// @throws EalException EINVAL naming the wrong part
    static LogRule parse(final String text) {
        final int comma = text.indexOf(',');
        final int colon = text.indexOf(':');
        if (comma >= 0) {
            return new LogRule(NameMatcher.regex(text.substring(0, comma)), level(text.substring(comma + 1)), text);
        }
        if (colon >= 0) {
            return new LogRule(NameMatcher.glob(text.substring(0, colon)), level(text.substring(colon + 1)), text);
        }
        return new LogRule(null, level(text), text);
    }

    boolean isGlobal() {
        return matcher == null;
    }

    private static LogLevel level(final String text) {
        return LogLevel.of(text).orElseThrow(() -> Wrong.argument(Wrong.quote(text)
            + " is not a level: a number from 1 to 8, or emergency, alert, critical, error, warning, notice, info, debug"));
    }
}
