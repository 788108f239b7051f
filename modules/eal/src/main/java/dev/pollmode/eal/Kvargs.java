package dev.pollmode.eal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/// The arguments of a driver: `key=value,key,key=[a,b-c],…`.
///
/// Commas and equals signs inside `[…]` and `(…)` belong to the value. A backslash takes the meaning away from the
/// character after it if that is one of `,=[]()\`; before any other character it stands for itself. Empty pairs are
/// skipped, keys may be given several times, and the order is kept.
///
/// A value, safe to share between threads.
public final class Kvargs {
    /// The greatest number of pairs.
    public static final int PAIRS_MAX = 32;

    private static final Map<String, Boolean> BOOLEANS = Map.of("0", false, "false", false, "no", false, "off", false,
        "1", true, "true", true, "yes", true, "on", true);

    private final List<Pair> pairs;

    private Kvargs(final List<Pair> pairs) {
        this.pairs = pairs;
    }

    /// One `key=value`, or one `key` alone.
    ///
    /// @param key   the text before the equals sign
    /// @param value the text after it, may be empty; null if there was no equals sign
    public record Pair(String key, String value) {
        /// {@return the pair as it may be typed}
        @Override
        public String toString() {
            return value == null ? KvargsScanner.escape(key) : KvargsScanner.escape(key) + "=" + KvargsScanner.escape(value);
        }
    }

    /// Parses arguments and accepts every key.
    ///
    /// @param arguments the text, may be empty
    /// @return the pairs
    /// @throws EalException EINVAL if a bracket is not closed, a key is empty, or there are more than [#PAIRS_MAX] pairs
    public static Kvargs parse(final String arguments) {
        return new Kvargs(List.copyOf(new KvargsScanner(arguments).pairs()));
    }

    /// Parses arguments with known keys.
    ///
    /// @param arguments the text, may be empty
    /// @param knownKeys the keys that the driver has
    /// @return the pairs
    /// @throws EalException EINVAL as for [#parse(String)], and for a key that is not known, which the message names
    public static Kvargs parse(final String arguments, final Set<String> knownKeys) {
        final Kvargs kvargs = parse(arguments);
        for (final Pair pair : kvargs.pairs) {
            if (!knownKeys.contains(pair.key())) {
                throw unknown(pair, knownKeys);
            }
        }
        return kvargs;
    }

    /// {@return all pairs in the order they were given}
    public List<Pair> pairs() {
        return pairs;
    }

    /// {@return whether the key was given, with or without a value}
    ///
    /// @param key a key
    public boolean has(final String key) {
        return pairs.stream().anyMatch(pair -> pair.key().equals(key));
    }

    /// {@return all values of a key in the order they were given, empty if there are none}
    ///
    /// @param key a key
    /// @throws EalException EINVAL if the key was given without a value
    public List<String> all(final String key) {
        final List<String> values = new ArrayList<>();
        for (final Pair pair : pairs) {
            if (pair.key().equals(key)) {
                values.add(valueOf(pair));
            }
        }
        return values;
    }

    /// {@return the value of a key that may be given once}
    ///
    /// @param key a key
    /// @throws EalException EINVAL if the key was given twice, or without a value
    public Optional<String> one(final String key) {
        final List<String> values = all(key);
        if (values.size() > 1) {
            throw Wrong.argument("key '" + key + "' was given " + values.size() + " times: "
                + Wrong.quote(String.join(", ", values)) + "; once is allowed");
        }
        return values.stream().findFirst();
    }

    /// {@return the last value of a key that may be given several times}
    ///
    /// @param key a key
    /// @throws EalException EINVAL if the key was given without a value
    public Optional<String> last(final String key) {
        final List<String> values = all(key);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
    }

    /// {@return the value of a key as a number, decimal or hexadecimal after `0x`}
    ///
    /// @param key      a key that may be given once
    /// @param absent   the number if the key was not given
    /// @param least    the least number allowed
    /// @param greatest the greatest number allowed
    /// @throws EalException EINVAL if the value is no number or not in the range
    public int integer(final String key, final int absent, final int least, final int greatest) {
        return (int) number(key, absent, least, greatest);
    }

    /// {@return the value of a key as a long number, decimal or hexadecimal after `0x`}
    ///
    /// @param key      a key that may be given once
    /// @param absent   the number if the key was not given
    /// @param least    the least number allowed
    /// @param greatest the greatest number allowed
    /// @throws EalException EINVAL if the value is no number or not in the range
    public long number(final String key, final long absent, final long least, final long greatest) {
        final Optional<String> value = one(key);
        if (value.isEmpty()) {
            return absent;
        }
        final OptionalLong number = Numbers.any(value.get());
        if (number.isEmpty() || number.getAsLong() < least || number.getAsLong() > greatest) {
            throw notANumber(value.get(), key, least, greatest);
        }
        return number.getAsLong();
    }

    /// {@return the value of a key as a truth value: 1, true, yes, on, or 0, false, no, off}
    ///
    /// @param key    a key that may be given once
    /// @param absent the truth value if the key was not given
    /// @throws EalException EINVAL if the value is none of these
    public boolean bool(final String key, final boolean absent) {
        final Optional<String> value = one(key);
        if (value.isEmpty()) {
            return absent;
        }
        final Boolean truth = BOOLEANS.get(value.get().toLowerCase(Locale.ROOT));
        if (truth == null) {
            throw Wrong.argument("key '" + key + "': " + Wrong.quote(value.get()) + " is neither 0 nor 1");
        }
        return truth;
    }

    /// {@return the pairs as they may be typed}
    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder();
        for (final Pair pair : pairs) {
            text.append(text.isEmpty() ? "" : ",").append(pair);
        }
        return text.toString();
    }

    private static String valueOf(final Pair pair) {
        if (pair.value() == null) {
            throw Wrong.argument("key '" + pair.key() + "' needs a value: " + pair.key() + "=…");
        }
        return pair.value();
    }

    private static EalException notANumber(final String value, final String key, final long least, final long greatest) {
        return Wrong.argument("key '" + key + "': " + Wrong.quote(value) + " is not a number from " + least + " to "
            + greatest);
    }

    private static EalException unknown(final Pair pair, final Set<String> knownKeys) {
        final String hint = knownKeys.isEmpty()
            ? "no keys are known here"
            : "known are " + String.join(", ", new TreeSet<>(knownKeys));
        final String near = Wrong.nearest(pair.key(), knownKeys).map(key -> "; did you mean '" + key + "'?").orElse("");
        return Wrong.argument("unknown key " + Wrong.quote(pair.key()) + ": " + hint + near);
    }
}
