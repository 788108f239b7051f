package dev.pollmode.testpmd;

/// Reads JSON (RFC 8259) to see whether it is some.
final class JsonText {
    private final String text;
    private int at;

    private JsonText(final String text) {
        this.text = text;
    }

    /// {@return whether a text is one JSON value and nothing else}
    static boolean isValid(final String text) {
        final JsonText reader = new JsonText(text);
        return reader.value() && reader.at == text.length();
    }

    private boolean next(final char wanted) {
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private boolean value() {
        if (at >= text.length()) {
            return false;
        }
        return switch (text.charAt(at)) {
            case '{' -> members('}', true);
            case '[' -> members(']', false);
            case '"' -> string();
            default -> matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?|true|false|null");
        };
    }

    private boolean members(final char end, final boolean named) {
        at++;
        if (next(end)) {
            return true;
        }
        do {
            if (named && !(string() && next(':')) || !value()) {
                return false;
            }
        } while (next(','));
        return next(end);
    }

    private boolean string() {
        return matches("\"([^\"\\\\\\x00-\\x1f]|\\\\([\"\\\\/bfnrt]|u[0-9a-fA-F]{4}))*+\"");
    }

    private boolean matches(final String pattern) {
        final java.util.regex.Matcher matcher = java.util.regex.Pattern.compile(pattern).matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        at = matcher.end();
        return true;
    }
}
