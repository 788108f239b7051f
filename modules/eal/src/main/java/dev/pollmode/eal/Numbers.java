package dev.pollmode.eal;

import java.util.OptionalLong;

/// Numbers as users type them: ASCII digits and nothing else.
final class Numbers {
    private static final int DIGITS_MAX = 18;
    private static final int HEX_DIGITS_MAX = 16;

    private Numbers() {
    }

    /// {@return the value of decimal digits, empty if the text is anything else or above 10^18}
    ///
    /// @param text what somebody typed
    static OptionalLong decimal(final String text) {
        if (text.isEmpty() || text.length() > DIGITS_MAX) {
            return OptionalLong.empty();
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return OptionalLong.empty();
            }
            number = number * 10 + (c - '0');
        }
        return OptionalLong.of(number);
    }

    /// {@return the value of decimal digits, or of hexadecimal ones after `0x`, either with a minus sign}
    ///
    /// @param text what somebody typed
    static OptionalLong any(final String text) {
        if (text.startsWith("-")) {
            final OptionalLong number = unsigned(text.substring(1));
            return number.isEmpty() ? number : OptionalLong.of(-number.getAsLong());
        }
        return unsigned(text);
    }

    /// {@return the value of decimal digits, or of hexadecimal ones after `0x`; at most 2^63-1}
    ///
    /// @param text what somebody typed
    static OptionalLong unsigned(final String text) {
        return text.startsWith("0x") || text.startsWith("0X") ? hexadecimal(text.substring(2)) : decimal(text);
    }

    /// {@return the value of hexadecimal digits without a prefix; at most 2^63-1}
    ///
    /// @param text what somebody typed
    static OptionalLong hexadecimal(final String text) {
        if (text.isEmpty() || text.length() > HEX_DIGITS_MAX) {
            return OptionalLong.empty();
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            final int digit = hexDigit(text.charAt(i));
            if (digit < 0) {
                return OptionalLong.empty();
            }
            number = number << 4 | digit;
        }
        return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
    }

    /// {@return the value of a hexadecimal digit, -1 for any other character}
    ///
    /// @param c a character
    static int hexDigit(final char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
