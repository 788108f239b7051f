package dev.pollmode.eal;

import java.util.ArrayList;
import java.util.List;

/// Cuts the arguments of a driver into pairs, in one pass.
final class KvargsScanner {
    private static final String SPECIAL = ",=[]()\\";

    private final String text;
    private final List<Kvargs.Pair> pairs = new ArrayList<>();
    private final StringBuilder current = new StringBuilder();
    private String key;
    private int parentheses;
    private boolean inList;
    private int opened;

    KvargsScanner(final String text) {
        this.text = text;
    }

    /// {@return the pairs of the text}
    List<Kvargs.Pair> pairs() {
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && SPECIAL.indexOf(text.charAt(i + 1)) >= 0) {
                keepEscaped(text.charAt(++i));
            } else {
                take(c, i);
            }
        }
        if (inList || parentheses > 0) {
            throw Wrong.argument("arguments " + Wrong.quote(text) + ": '" + text.charAt(opened) + "' at character "
                + (opened + 1) + " is not closed");
        }
        endPair();
        return pairs;
    }

    /// {@return a key or value as it has to be typed}
    ///
    /// @param text a key or value
    static String escape(final String text) {
        if (isWhole(text)) {
            return text;
        }
        final StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (SPECIAL.indexOf(text.charAt(i)) >= 0) {
                escaped.append('\\');
            }
            escaped.append(text.charAt(i));
        }
        return escaped.toString();
    }

    /// Whether a text survives being typed as it is: nothing special outside brackets, and brackets in pairs.
    private static boolean isWhole(final String text) {
        int depth = 0;
        boolean list = false;
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '\\' -> {
                    return false;
                }
                case ',', '=' -> {
                    if (depth == 0 && !list) {
                        return false;
                    }
                }
                case '[' -> list = true;
                case ']' -> list = false;
                case '(' -> depth++;
                case ')' -> depth = Math.max(0, depth - 1);
                default -> { }
            }
        }
        return depth == 0 && !list;
    }

    private void take(final char c, final int position) {
        final boolean inside = inList || parentheses > 0;
        switch (c) {
            case '=' -> {
                if (inside || key != null) {
                    current.append(c);
                } else {
                    endKey();
                }
            }
            case ',' -> {
                if (inside) {
                    current.append(c);
                } else {
                    endPair();
                }
            }
            default -> {
                if (!inside) {
                    opened = position;
                }
                countBrackets(c);
                current.append(c);
            }
        }
    }

    private void countBrackets(final char c) {
        switch (c) {
            case '[' -> inList = true;
            case ']' -> inList = false;
            case '(' -> parentheses++;
            case ')' -> parentheses = Math.max(0, parentheses - 1);
            default -> { }
        }
    }

    /// Inside brackets the text is taken apart again by somebody else, who needs the backslash.
    private void keepEscaped(final char c) {
        if (inList || parentheses > 0) {
            current.append('\\');
        }
        current.append(c);
    }

    private void endKey() {
        if (current.isEmpty()) {
            throw Wrong.argument("arguments " + Wrong.quote(text) + ": a key is missing before '='");
        }
        key = current.toString();
        current.setLength(0);
    }

    private void endPair() {
        if (key == null && current.isEmpty()) {
            return;
        }
        if (pairs.size() == Kvargs.PAIRS_MAX) {
            throw Wrong.argument("arguments " + Wrong.quote(text) + ": more than " + Kvargs.PAIRS_MAX + " pairs");
        }
        pairs.add(key == null ? new Kvargs.Pair(current.toString(), null) : new Kvargs.Pair(key, current.toString()));
        key = null;
        current.setLength(0);
    }
}
