package dev.pollmode.eal;

import java.util.BitSet;
import java.util.function.Consumer;

/// Reads a core list from left to right.
///
/// ```
/// list    = element { "," element }
/// element = set [ "@" set ]
/// set     = range | "(" range { "," range } ")"
/// range   = number [ "-" number ]
/// ```
final class CoreListScanner {
    private final String text;
    private int position;

    CoreListScanner(final String text) {
        this.text = text;
    }

    /// Lcores that share a mapping.
    ///
    /// @param ids     their ids, or the numbers of CPUs where lcores are numbered anew
    /// @param cpus    the CPUs of all of them, null if each has the CPU of its own number
    record Element(BitSet ids, BitSet cpus) {
        /// {@return whether `@` or `(` was used}
        boolean mapped() {
            return cpus != null;
        }

        BitSet cpusOf(final int id) {
            return cpus == null ? CpuSets.of(id) : cpus;
        }
    }

    /// Passes on the elements of the list, at least one.
    void forEach(final Consumer<Element> action) {
        do {
            action.accept(element());
        } while (skip(','));
        if (position < text.length()) {
            throw unexpected("',' or the end");
        }
    }

    private Element element() {
        final boolean group = peek() == '(';
        final BitSet ids = set();
        if (skip('@')) {
            return new Element(ids, set());
        }
        return new Element(ids, group ? ids : null);
    }

    private BitSet set() {
        final BitSet set = new BitSet();
        if (!skip('(')) {
            range(set);
            return set;
        }
        do {
            range(set);
        } while (skip(','));
        if (!skip(')')) {
            throw unexpected("',' or ')'");
        }
        return set;
    }

    private void range(final BitSet set) {
        final int first = number();
        final int last = skip('-') ? number() : first;
        set.set(Math.min(first, last), Math.max(first, last) + 1);
    }

    private int number() {
        skipBlanks();
        final int start = position;
        int number = 0;
        while (position < text.length() && isDigit(text.charAt(position))) {
            number = Math.min(CoreList.CPUS_MAX, number * 10 + text.charAt(position) - '0');
            position++;
        }
        if (position == start) {
            throw unexpected("a number");
        }
        if (number >= CoreList.CPUS_MAX) {
            throw Wrong.argument("core list " + Wrong.quote(text) + ": " + Wrong.quote(text.substring(start, position))
                + " is not a number below " + CoreList.CPUS_MAX);
        }
        return number;
    }

    private boolean skip(final char c) {
        if (peek() != c) {
            return false;
        }
        position++;
        return true;
    }

    private int peek() {
        skipBlanks();
        return position < text.length() ? text.charAt(position) : -1;
    }

    private void skipBlanks() {
        while (position < text.length() && (text.charAt(position) == ' ' || text.charAt(position) == '\t')) {
            position++;
        }
    }

    private EalException unexpected(final String expected) {
        final String found = position < text.length()
            ? Wrong.quote(text.substring(position, position + 1)) + " at character " + (position + 1)
            : "the end";
        return Wrong.argument("core list " + Wrong.quote(text) + ": expected " + expected + " but found " + found
            + "; right are 0-3,5 or (0-3)@1 or 1@2");
    }

    private static boolean isDigit(final char c) {
        return c >= '0' && c <= '9';
    }
}
