package dev.pollmode.eal;

import java.util.Iterator;
import java.util.Map;

/// Writes values as JSON (RFC 8259) on one line.
public final class Json {
    private Json() {
    }

    /// {@return a value as JSON}
    ///
    /// @param value a map with texts as keys, a list, a text, a number, a boolean or null
    public static String text(final Object value) {
        final StringBuilder text = new StringBuilder();
        write(value, text);
        return text.toString();
    }

    private static void write(final Object value, final StringBuilder text) {
        switch (value) {
            case null -> text.append("null");
            case final Map<?, ?> map -> writeMap(map, text);
            case final Iterable<?> list -> writeList(list, text);
            case final Double number when number.isNaN() || number.isInfinite() -> text.append("null");
            case final Number number -> text.append(number);
            case final Boolean truth -> text.append(truth);
            default -> writeText(value.toString(), text);
        }
    }

    private static void writeMap(final Map<?, ?> map, final StringBuilder text) {
        text.append('{');
        String separator = "";
        for (final Map.Entry<?, ?> entry : map.entrySet()) {
            text.append(separator);
            writeText(entry.getKey().toString(), text);
            text.append(':');
            write(entry.getValue(), text);
            separator = ",";
        }
        text.append('}');
    }

    private static void writeList(final Iterable<?> list, final StringBuilder text) {
        text.append('[');
        for (final Iterator<?> i = list.iterator(); i.hasNext();) {
            write(i.next(), text);
            if (i.hasNext()) {
                text.append(',');
            }
        }
        text.append(']');
    }

    private static void writeText(final String value, final StringBuilder text) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            final char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        text.append("\\u%04x".formatted((int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
