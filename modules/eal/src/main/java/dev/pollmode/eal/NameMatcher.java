package dev.pollmode.eal;

import dev.pollmode.sys.Errno;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Tells names of components that a user means by a pattern or a regular expression.
final class NameMatcher {
    private static final int LENGTH_MAX = 256;
    /// A regular expression that looks at more characters than this is given up, so that none can hang the EAL.
    private static final int LOOKS_MAX = 100_000;

    private final Pattern pattern;
    private final boolean whole;

    private NameMatcher(final Pattern pattern, final boolean whole) {
        this.pattern = pattern;
        this.whole = whole;
    }

    /// {@return a matcher of whole names by `*`, `?`, `[a-z]`, `[!a-z]`, and a backslash before one of them, as fnmatch(3)}
    ///
    /// @param glob the pattern
    static NameMatcher glob(final String glob) {
        return new NameMatcher(compile(toRegex(glob), glob), true);
    }

    /// {@return a matcher of names in which a regular expression is found}
    ///
    /// @param regex the regular expression, see [Pattern]
    /// @throws EalException EINVAL if it is wrong or too long
    static NameMatcher regex(final String regex) {
        return new NameMatcher(compile(regex, regex), false);
    }

    /// {@return whether the name is meant}
    ///
    /// @param name the name of a component
    boolean matches(final String name) {
        final BoundedText text = new BoundedText(name);
        try {
            return whole ? pattern.matcher(text).matches() : pattern.matcher(text).find();
        } catch (final TooManyLooks | StackOverflowError e) {
            throw new EalException(Errno.EINVAL,
                "pattern " + Wrong.quote(pattern.pattern()) + " is too complex to match " + Wrong.quote(name), e);
        }
    }

    private static Pattern compile(final String regex, final String typed) {
        if (typed.isEmpty() || typed.length() > LENGTH_MAX) {
            throw Wrong.argument("pattern " + Wrong.quote(typed) + " is empty or longer than " + LENGTH_MAX + " characters");
        }
        try {
            return Pattern.compile(regex);
        } catch (final PatternSyntaxException e) {
            throw Wrong.argument("pattern " + Wrong.quote(typed) + ": " + e.getDescription());
        }
    }

    private static String toRegex(final String glob) {
        final StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            final char c = glob.charAt(i);
            final int close = c == '[' ? glob.indexOf(']', i + 2) : -1;
            if (close > 0) {
                appendSet(regex, glob.substring(i + 1, close));
                i = close;
            } else if (c == '*' && (i == 0 || glob.charAt(i - 1) != '*')) {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else if (c == '\\' && i + 1 < glob.length()) {
                regex.append(Pattern.quote(glob.substring(++i, i + 1)));
            } else if (c != '*') {
                regex.append(Pattern.quote(glob.substring(i, i + 1)));
            }
        }
        return regex.toString();
    }

    private static void appendSet(final StringBuilder regex, final String set) {
        final boolean inverted = set.startsWith("!") || set.startsWith("^");
        regex.append(inverted ? "[^" : "[");
        for (int i = inverted ? 1 : 0; i < set.length(); i++) {
            final char c = set.charAt(i);
            regex.append(c == '-' || Character.isLetterOrDigit(c) ? "" : "\\").append(c);
        }
        regex.append(']');
    }

    /// A regular expression looked at too many characters.
    private static final class TooManyLooks extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyLooks() {
            super(null, null, false, false);
        }
    }

    /// A text that counts how often a character is looked at.
    private static final class BoundedText implements CharSequence {
        private final String text;
        private int looks;

        BoundedText(final String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(final int index) {
            if (++looks > LOOKS_MAX) {
                throw new TooManyLooks();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(final int start, final int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
