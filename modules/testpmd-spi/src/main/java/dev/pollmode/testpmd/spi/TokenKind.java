package dev.pollmode.testpmd.spi;

import dev.pollmode.ethdev.MacAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Kinds of typed tokens, as they stand behind the colon in a [Syntax].
enum TokenKind {
    /// The number of a port.
    PORT("port", "a port number (0 to 65535)") {
        @Override
        Optional<Object> read(final String text) {
            return bounded(text, 0xffff);
        }
    },
    /// The number of a port, or `all`; read as a word.
    PORTS("ports", "a port number (0 to 65535) or all") {
        @Override
        Optional<Object> read(final String text) {
            return "all".equals(text) || bounded(text, 0xffff).isPresent() ? Optional.of(text) : Optional.empty();
        }
    },
    /// A number of 8 bits.
    U8("u8", "a number (0 to 255)") {
        @Override
        Optional<Object> read(final String text) {
            return bounded(text, 0xff);
        }
    },
    /// A number of 16 bits.
    U16("u16", "a number (0 to 65535)") {
        @Override
        Optional<Object> read(final String text) {
            return bounded(text, 0xffff);
        }
    },
    /// A number of 31 bits.
    INT("int", "a number (0 to 2147483647)") {
        @Override
        Optional<Object> read(final String text) {
            return bounded(text, Integer.MAX_VALUE);
        }
    },
    /// A number of 63 bits.
    U64("u64", "a number") {
        @Override
        Optional<Object> read(final String text) {
            return bounded(text, Long.MAX_VALUE);
        }
    },
    /// A number in hexadecimal, with or without `0x`.
    HEX("hex", "a hexadecimal number") {
        @Override
        Optional<Object> read(final String text) {
            return Integers.parse(text.startsWith("0x") || text.startsWith("0X") ? text : "0x" + text).map(value -> value);
        }
    },
    /// Numbers with commas between them.
    LIST("list", "numbers with commas between them, such as 0,2-3") {
        @Override
        Optional<Object> read(final String text) {
            return Integers.list(text).map(value -> value);
        }
    },
    /// A MAC address.
    MAC("mac", "a MAC address such as 02:00:00:00:00:01") {
        @Override
        Optional<Object> read(final String text) {
            try {
                return Optional.of(MacAddress.parse(text));
            } catch (final IllegalArgumentException _) {
                return Optional.empty();
            }
        }
    },
    /// One word.
    WORD("word", "a word") {
        @Override
        Optional<Object> read(final String text) {
            return Optional.of(text);
        }
    },
    /// The rest of the line; only as the last token.
    TEXT("text", "text up to the end of the line") {
        @Override
        Optional<Object> read(final String text) {
            return Optional.of(text);
        }
    };

    private final String text;
    private final String expected;

    TokenKind(final String text, final String expected) {
        this.text = text;
        this.expected = expected;
    }

    /// Reads what was typed.
    ///
    /// @param typed one token
    /// @return its value, or nothing when it is none of this kind
    abstract Optional<Object> read(String typed);

    /// {@return what messages say was expected}
    String expected() {
        return expected;
    }

    static Optional<TokenKind> find(final String name) {
        return Arrays.stream(values()).filter(kind -> kind.text.equals(name)).findFirst();
    }

    private static Optional<Object> bounded(final String text, final long max) {
        return Integers.parse(text).filter(value -> value <= max).map(value -> value);
    }

    /// Numbers as C DPDK's command line reads them: decimal, `0x`, `0b`, octal with a leading 0; never negative.
    static final class Integers {
        private static final int MAX_LIST = 1024;

        private Integers() {
        }

        static Optional<Long> parse(final String text) {
            try {
                if (text.isEmpty() || !Character.isLetterOrDigit(text.charAt(0))) {
                    return Optional.empty();
                }
                final String lower = text.toLowerCase(java.util.Locale.ROOT);
                if (lower.startsWith("0x")) {
                    return unsigned(lower.substring(2), 16);
                }
                if (lower.startsWith("0b")) {
                    return unsigned(lower.substring(2), 2);
                }
                return lower.length() > 1 && lower.charAt(0) == '0' ? unsigned(lower.substring(1), 8) : unsigned(lower, 10);
            } catch (final NumberFormatException _) {
                return Optional.empty();
            }
        }

        private static Optional<Long> unsigned(final String digits, final int radix) {
            // Long.parseLong would take signs, and digits of other scripts.
            return digits.chars().allMatch(c -> c < 0x80 && Character.isLetterOrDigit(c)) ? Optional.of(Long.parseLong(digits, radix))
                : Optional.empty();
        }

        static Optional<List<Integer>> list(final String text) {
            final List<Integer> numbers = new ArrayList<>();
            for (final String part : text.split(",", -1)) {
                final int dash = part.indexOf('-');
                final Optional<Long> first = parse(dash < 0 ? part : part.substring(0, dash));
                final Optional<Long> last = dash < 0 ? first : parse(part.substring(dash + 1));
                if (first.isEmpty() || last.isEmpty() || last.get() > 0xffff || first.get() > last.get()
                        || numbers.size() + last.get() - first.get() >= MAX_LIST) {
                    return Optional.empty();
                }
                for (long value = first.get(); value <= last.get(); value++) {
                    numbers.add((int) value);
                }
            }
            return Optional.of(List.copyOf(numbers));
        }
    }
}
