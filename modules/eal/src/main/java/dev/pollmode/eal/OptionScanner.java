package dev.pollmode.eal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Cuts a command line into options, values, and what is left for the application, as getopt_long(3) does.
///
/// | typed                  | means                                                                  |
/// |------------------------|------------------------------------------------------------------------|
/// | `--name=v`, `--name v` | an option with its value; an optional value only in the first form     |
/// | `--na`                 | the option whose name begins so, if there is one                       |
/// | `-xv`, `-x v`          | a short option with its value; an optional value only in the first form|
/// | `-xy`                  | two short options                                                      |
/// | `--`                   | the end: what follows is the application's                             |
final class OptionScanner {
    private static final Map<String, EalOption> LONG = new HashMap<>();
    private static final Map<Character, EalOption> SHORT = new HashMap<>();

    static {
        for (final EalOption option : EalOption.values()) {
            LONG.put(option.longName(), option);
            option.aliases().forEach(alias -> LONG.put(alias, option));
            if (option.letter() != 0) {
                SHORT.put(option.letter(), option);
            }
        }
    }

    private final List<Word> words;
    private final boolean keepUnknown;
    private final List<GivenOption> options = new ArrayList<>();
    private final List<String> own = new ArrayList<>();
    private final List<String> remaining = new ArrayList<>();
    private int next;

    /// A scanner of some words, used once.
    ///
    /// @param words   the command line
    /// @param unknown what to do with unknown words
    OptionScanner(final List<Word> words, final UnknownWords unknown) {
        this.words = words;
        this.keepUnknown = unknown == UnknownWords.KEEP && words.stream().noneMatch(word -> "--".equals(word.text()));
    }

    /// Reads all words.
    ///
    /// @return this scanner
    /// @throws EalException EINVAL for the first word that is wrong
    OptionScanner scan() {
        while (next < words.size()) {
            final int first = next;
            final int given = options.size();
            final Word word = words.get(next++);
            if ("--".equals(word.text())) {
                words.subList(next, words.size()).forEach(rest -> remaining.add(rest.text()));
                next = words.size();
            } else if (word.text().startsWith("--")) {
                scanLong(word);
            } else if (word.text().length() > 1 && word.text().charAt(0) == '-') {
                scanShort(word);
            } else {
                keepOrRefuse(word, "is not an option");
            }
            if (options.size() > given) {
                words.subList(first, next).forEach(taken -> own.add(taken.text()));
            }
        }
        return this;
    }

    /// {@return the options in the order they were given}
    List<GivenOption> options() {
        return options;
    }

    /// {@return the words that those options were typed with}
    List<String> own() {
        return own;
    }

    /// {@return the words for the application}
    List<String> remaining() {
        return remaining;
    }

    private void scanLong(final Word word) {
        final String text = word.text();
        final int equals = text.indexOf('=');
        final String name = equals < 0 ? text.substring(2) : text.substring(2, equals);
        final TreeSet<String> candidates = candidates(name);
        final boolean known = LONG.containsKey(name);
        if (!known && candidates.isEmpty()) {
            keepOrRefuse(word, "is not known");
        } else if (!known && candidates.stream().map(LONG::get).distinct().count() > 1) {
            keepOrRefuseAmbiguous(word, candidates);
        } else {
            final EalOption option = LONG.get(known ? name : candidates.first());
            final String dashed = "--" + (known ? name : candidates.first());
            add(option, dashed, equals < 0 ? null : text.substring(equals + 1), word);
        }
    }

    private static TreeSet<String> candidates(final String prefix) {
        final TreeSet<String> candidates = new TreeSet<>();
        if (!prefix.isEmpty()) {
            LONG.keySet().stream().filter(name -> name.startsWith(prefix)).forEach(candidates::add);
        }
        return candidates;
    }

    /// Looks at all letters first: a word with an unknown letter is the application's as a whole.
    private void scanShort(final Word word) {
        final String text = word.text();
        for (int i = 1; i < text.length(); i++) {
            final EalOption option = SHORT.get(text.charAt(i));
            if (option == null) {
                final String letter = "-" + text.charAt(i);
                keepOrRefuse(word, text.length() == 2 ? "is not known" : "has the unknown option " + Wrong.quote(letter));
                return;
            }
            if (option.value() != EalOption.Value.NONE) {
                break;
            }
        }
        addShort(word);
    }

    private void addShort(final Word word) {
        final String text = word.text();
        for (int i = 1; i < text.length(); i++) {
            final EalOption option = SHORT.get(text.charAt(i));
            final boolean takesRest = option.value() != EalOption.Value.NONE;
            final String rest = takesRest && i + 1 < text.length() ? text.substring(i + 1) : null;
            add(option, "-" + text.charAt(i), rest, word);
            if (takesRest) {
                return;
            }
        }
    }

    private void add(final EalOption option, final String name, final String attached, final Word word) {
        if (option.value() == EalOption.Value.NONE && attached != null) {
            throw Wrong.argument("option " + Wrong.quote(word.text()) + " (" + word.place() + "): " + name + " takes no value");
        }
        final boolean nextIsValue = option.value() == EalOption.Value.REQUIRED && attached == null;
        final String value = nextIsValue ? takeValue(option, name, word) : attached;
        final GivenOption given = new GivenOption(option, name, value, word);
        if (value != null && Wrong.hasControls(value)) {
            throw given.wrong("control characters are not allowed");
        }
        options.add(given);
    }

    private String takeValue(final EalOption option, final String name, final Word word) {
        if (next == words.size()) {
            throw missingValue(option, name, word, "the command line ends here");
        }
        final Word value = words.get(next);
        if (value.text().length() > 1 && value.text().charAt(0) == '-') {
            throw missingValue(option, name, word, "the next word is " + Wrong.quote(value.text()));
        }
        next++;
        return value.text();
    }

    private static EalException missingValue(final EalOption option, final String name, final Word word,
            final String instead) {
        return Wrong.argument("option " + Wrong.quote(name) + " (" + word.place() + ") needs a value, " + option.valueName()
            + ", but " + instead);
    }

    private void keepOrRefuse(final Word word, final String reason) {
        if (keepUnknown && word.source().isEmpty()) {
            remaining.add(word.text());
            return;
        }
        final String kind = word.text().startsWith("-") && word.text().length() > 1 ? "option " : "argument ";
        throw Wrong.argument(kind + Wrong.quote(word.text()) + " (" + word.place() + ") " + reason + hint(word.text()));
    }

    private void keepOrRefuseAmbiguous(final Word word, final TreeSet<String> candidates) {
        if (keepUnknown && word.source().isEmpty()) {
            remaining.add(word.text());
            return;
        }
        throw Wrong.argument("option " + Wrong.quote(word.text()) + " (" + word.place() + ") may mean --"
            + String.join(", --", candidates));
    }

    private static String hint(final String text) {
        if (!text.startsWith("-") || text.length() == 1) {
            return "; options of the application come after --";
        }
        final int equals = text.indexOf('=');
        final String name = equals < 0 ? text : text.substring(0, equals);
        if (!name.startsWith("--")) {
            return "; -h lists all";
        }
        return Wrong.nearest(name.substring(2), LONG.keySet()).map(near -> "; did you mean --" + near + "?")
            .orElse("; -h lists all");
    }
}
