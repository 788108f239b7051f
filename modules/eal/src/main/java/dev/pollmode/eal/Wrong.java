package dev.pollmode.eal;

import dev.pollmode.sys.Errno;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// How a wrong argument is told: as EINVAL, quoted so that the message stays one line, with the nearest word we know.
final class Wrong {
    /// Longer words are cut in a message.
    private static final int QUOTED_MAX = 200;
    /// Longer words are not compared: a mistyped name is short.
    private static final int COMPARED_MAX = 40;

    private Wrong() {
    }

    /// {@return the exception for a wrong argument}
    ///
    /// @param message which word is wrong, and what was expected
    static EalException argument(final String message) {
        return new EalException(Errno.EINVAL, visible(message));
    }

    /// {@return the text with its control characters made visible}
    ///
    /// @param text what may come from anywhere
    static String visible(final String text) {
        if (!hasControls(text)) {
            return text;
        }
        final StringBuilder visible = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            append(visible, text.charAt(i));
        }
        return visible.toString();
    }

    /// {@return the text in quotes, control characters made visible, cut to a readable length}
    ///
    /// @param text what somebody typed
    static String quote(final String text) {
        final StringBuilder quoted = new StringBuilder("'");
        final int end = Math.min(text.length(), QUOTED_MAX);
        for (int i = 0; i < end; i++) {
            append(quoted, text.charAt(i));
        }
        if (end < text.length()) {
            quoted.append("…(").append(text.length()).append(" characters)");
        }
        return quoted.append('\'').toString();
    }

    /// Appends a character, or its code if it is a control character.
    private static void append(final StringBuilder line, final char c) {
        if (isControl(c)) {
            line.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
        } else {
            line.append(c);
        }
    }

    /// {@return whether the text has a control character, which no argument may have}
    ///
    /// @param text what somebody typed
    static boolean hasControls(final String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isControl(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /// {@return the known word that a mistyped one was most likely meant to be, if one is near enough}
    ///
    /// @param word  what somebody typed
    /// @param known the words that would have been right
    static Optional<String> nearest(final String word, final Collection<String> known) {
        if (word.isEmpty() || word.length() > COMPARED_MAX) {
            return Optional.empty();
        }
        String best = null;
        int least = Math.max(1, word.length() / 3) + 1;
        for (final String candidate : known) {
            final int distance = distance(word, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    private static boolean isControl(final char c) {
        return c < ' ' || c >= 0x7f && c <= 0x9f;
    }

    /// Optimal string alignment: insertions, deletions, replacements, and swaps of neighbours count one each.
    private static int distance(final String a, final String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            final int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                final int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }
}
