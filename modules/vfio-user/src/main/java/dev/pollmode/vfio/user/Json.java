package dev.pollmode.vfio.user;

import dev.pollmode.sys.Errno;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A reader of JSON (RFC 8259) for the capabilities of a peer that is not trusted.
///
/// Strict: no comments, no trailing commas, no duplicate names, at most [#MAX_DEPTH] levels. Objects become maps, arrays
/// lists, whole numbers that fit become `Long`, other numbers `Double`, null the object [#NULL]. Whoever calls has bounded
/// the length of the text.
final class Json {
    /// What stands for the literal `null`.
    static final Object NULL = new Object();

    static final int MAX_DEPTH = 8;

    private static final int MAX_NUMBER_LENGTH = 40;

    private final String text;
    private int position;

    private Json(final String text) {
        this.text = text;
    }

    /// {@return the value of a whole text}
    ///
    /// @throws VfioUserException with EINVAL, naming the position, when the text is not JSON
    static Object parse(final String text) {
        final Json json = new Json(text);
        final Object value = json.value(0);
        json.skipSpace();
        if (json.position != text.length()) {
            throw json.malformed("text after the value");
        }
        return value;
    }

    private Object value(final int depth) {
        if (depth > MAX_DEPTH) {
            throw malformed("more than " + MAX_DEPTH + " levels");
        }
        skipSpace();
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> literal("true", Boolean.TRUE);
            case 'f' -> literal("false", Boolean.FALSE);
            case 'n' -> literal("null", NULL);
            default -> number();
        };
    }

    private Map<String, Object> object(final int depth) {
        final Map<String, Object> members = new LinkedHashMap<>();
        expect('{');
        skipSpace();
        if (accept('}')) {
            return members;
        }
        do {
            skipSpace();
            final String name = string();
            skipSpace();
            expect(':');
            if (members.put(name, value(depth + 1)) != null) {
                throw malformed("a name appears twice");
            }
            skipSpace();
        } while (accept(','));
        expect('}');
        return members;
    }

    private List<Object> array(final int depth) {
        final List<Object> elements = new ArrayList<>();
        expect('[');
        skipSpace();
        if (accept(']')) {
            return elements;
        }
        do {
            elements.add(value(depth + 1));
            skipSpace();
        } while (accept(','));
        expect(']');
        return elements;
    }

    private String string() {
        final StringBuilder characters = new StringBuilder();
        expect('"');
        while (!accept('"')) {
            final char c = next();
            if (c < ' ') {
                throw malformed("a control character in a string");
            }
            characters.append(c == '\\' ? escaped() : c);
        }
        return characters.toString();
    }

    private char escaped() {
        final char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw malformed("an unknown escape");
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            final char c = next();
            final int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw malformed("four hexadecimal digits must follow \\u");
            }
            code = code << 4 | digit;
        }
        return (char) code;
    }

    private Object literal(final String word, final Object value) {
        if (!text.startsWith(word, position)) {
            throw malformed("no value");
        }
        position += word.length();
        return value;
    }

    private Object number() {
        final int start = position;
        accept('-');
        if (!accept('0')) {
            digits();
        }
        boolean whole = true;
        if (accept('.')) {
            digits();
            whole = false;
        }
        if (accept('e') || accept('E')) {
            if (!accept('+')) {
                accept('-');
            }
            digits();
            whole = false;
        }
        if (position - start > MAX_NUMBER_LENGTH) {
            throw malformed("a number of more than " + MAX_NUMBER_LENGTH + " characters");
        }
        return numberOf(text.substring(start, position), whole);
    }

    private static Object numberOf(final String digits, final boolean whole) {
        if (whole) {
            try {
                return Long.valueOf(digits);
            } catch (final NumberFormatException e) {
                return Double.valueOf(digits);
            }
        }
        return Double.valueOf(digits);
    }

    private void digits() {
        final int start = position;
        while (position < text.length() && text.charAt(position) >= '0' && text.charAt(position) <= '9') {
            position++;
        }
        if (position == start) {
            throw malformed("no value");
        }
    }

    private void skipSpace() {
        while (position < text.length() && " \t\n\r".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }

    private char peek() {
        return position < text.length() ? text.charAt(position) : '\0';
    }

    private char next() {
        if (position == text.length()) {
            throw malformed("the text ends early");
        }
        return text.charAt(position++);
    }

    private boolean accept(final char c) {
        if (position < text.length() && text.charAt(position) == c) {
            position++;
            return true;
        }
        return false;
    }

    private void expect(final char c) {
        if (!accept(c)) {
            throw malformed("'" + c + "' expected");
        }
    }

    private VfioUserException malformed(final String why) {
        return new VfioUserException("parse(capabilities, position " + position + ")", Errno.EINVAL, why);
    }
}
